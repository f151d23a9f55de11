using EspSmartMeter.Languages;

namespace EspSmartMeter.Options;

/// <summary>
/// Splits a verb's arguments into options with a value (<c>--name value</c> or <c>--name=value</c>), switches and the rest. What may be a key or a password is
/// refused where it would be shown.
/// </summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _options = [];
    private readonly List<(string Option, string Value)> _given = [];
    private readonly List<string> _rest = [];

    /// <exception cref="UsageException">An option that the verb does not know, or one without its value.</exception>
    public Arguments(Verb verb, IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument == "-" || !argument.StartsWith('-'))
            {
                _rest.Add(TypedValue.MayHoldSecret(argument) && !argument.Contains("://", StringComparison.Ordinal) ? throw new UsageException(Misplaced("an argument")) : argument);
                continue;
            }
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            CommandFlag flag = verb.Flags.FirstOrDefault(known => known.Name == name && (known.Value is not null || equals < 0))
                ?? throw new UsageException($"'{verb.Name}' has no option {TypedValue.Name(name, "of that name")} ({string.Join(", ", verb.Flags.Select(known => known.Name))})");
            if (flag.Value is null)
                Remember(flag, "");
            else if (equals >= 0)
                Remember(flag, argument[(equals + 1)..]);
            else if (++i < arguments.Count)
                Remember(flag, arguments[i]);
            else
                throw new UsageException($"option {name} needs a value behind it");
        }
    }

    /// <summary>The arguments that are no options, in order.</summary>
    public IReadOnlyList<string> Rest => _rest;

    /// <summary>The options with their values, in order: some belong to the one before them.</summary>
    public IReadOnlyList<(string Option, string Value)> Given => _given;

    public bool Has(string option) => _options.ContainsKey(option);

    /// <summary>The option's last value; null when it was not given.</summary>
    public string? Last(string option) => _options.TryGetValue(option, out List<string>? values) ? values[^1] : null;

    /// <summary>Every value of a repeatable option.</summary>
    public IReadOnlyList<string> All(string option) => _options.TryGetValue(option, out List<string>? values) ? values : [];

    private static string Misplaced(string where) =>
        $"{where} looks like a key, a password or an address, and would be shown: keys stand behind --key and --auth-key, in quotes where they have spaces";

    private void Remember(CommandFlag flag, string value)
    {
        if (!flag.IsHidden && TypedValue.IsMisplaced(value))
            throw new UsageException(Misplaced($"what stands behind {flag.Name}"));
        if (!_options.TryGetValue(flag.Name, out List<string>? values))
            _options[flag.Name] = values = [];
        values.Add(value);
        _given.Add((flag.Name, value));
    }
}
