using System.Globalization;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Options;

/// <summary>
/// Reads the options of one section by name. What is wrong is noted as a sentence that names the option; reading goes on, so that all faults are told at once.
/// </summary>
internal sealed class OptionSection(IConfiguration section, string path, List<string> problems)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The option's full name, as messages call it: <c>mqtt.port</c>.</summary>
    public string NameOf(string option) => path.Length == 0 ? option : $"{path}.{option}";

    public void Problem(string option, string sentence) => problems.Add($"{NameOf(option)} {sentence}");

    /// <summary>A text that log and page may show; null where it is absent or empty. One that may be a key or a password is a fault.</summary>
    public string? Text(string option)
    {
        if (HiddenText(option) is not string text)
            return null;
        if (!TypedValue.IsMisplaced(text))
            return text;
        Problem(option, "looks like a key, a password or an address, and would be shown: keys are the options key and auth_key of a source, its address is url, a broker's are mqtt.username and mqtt.password");
        return null;
    }

    /// <summary>A text that nothing shows, such as a key; null where it is absent or empty.</summary>
    public string? HiddenText(string option)
    {
        _known.Add(option);
        IConfigurationSection value = section.GetSection(option);
        if (value.GetChildren().Any())
        {
            Problem(option, "must be one value, not a list or a group");
            return null;
        }
        if (value.Value?.Contains('\0', StringComparison.Ordinal) == true)
        {
            Problem(option, "must not hold a NUL (\\u0000)");
            return null;
        }
        return string.IsNullOrWhiteSpace(value.Value) ? null : value.Value.Trim();
    }

    public int? WholeNumber(string option, int least, int most)
    {
        if (Text(option) is not string text)
            return null;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        Problem(option, $"must be a whole number from {least} to {most}{TypedValue.NotNumber(text)}");
        return null;
    }

    public TimeSpan? Seconds(string option, int most) =>
        WholeNumber(option, 0, most) is int seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <param name="option">Its name.</param>
    /// <param name="unless">What it is unless it is told.</param>
    public bool Switch(string option, bool unless = false)
    {
        switch (Text(option)?.ToLowerInvariant())
        {
            case null:
                return unless;
            case "false" or "no" or "off" or "0":
                return false;
            case "true" or "yes" or "on" or "1":
                return true;
            default:
                Problem(option, "must be true or false");
                return unless;
        }
    }

    /// <summary>One of the choices; the first where none is set.</summary>
    public string OneOf(string option, params string[] choices) => OneOfOrNone(option, choices) ?? choices[0];

    /// <summary>One of the choices; null where none is set.</summary>
    public string? OneOfOrNone(string option, params string[] choices)
    {
        if (Text(option) is not string text)
            return null;
        if (Array.Find(choices, choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is string chosen)
            return chosen;
        Problem(option, $"must be one of {string.Join(", ", choices)}");
        return null;
    }

    /// <summary>A file that is there and can be read.</summary>
    public string? ReadableFile(string option)
    {
        if (Text(option) is not string file)
            return null;
        try
        {
            File.OpenRead(file).Dispose();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Problem(option, $"must be the path of a file that can be read: {TypedValue.Path(file, "there")}: {FileFault.Reason(unreadable, file)}");
        }
        return file;
    }

    /// <summary>Whether the option is there and not empty, right or wrong.</summary>
    public bool Has(string option) => section.GetSection(option) is { } set && (!string.IsNullOrWhiteSpace(set.Value) || set.GetChildren().Any());

    public OptionSection Group(string option)
    {
        _known.Add(option);
        IConfigurationSection group = section.GetSection(option);
        if (!string.IsNullOrWhiteSpace(group.Value))
            Problem(option, "must be a group of options { ... }, not one value");
        return new OptionSection(group, NameOf(option), problems);
    }

    /// <summary>The entries of a list, in order.</summary>
    public IEnumerable<OptionSection> List(string option, string shape)
    {
        _known.Add(option);
        IConfigurationSection list = section.GetSection(option);
        if (!string.IsNullOrWhiteSpace(list.Value))
            Problem(option, $"must be a list [{shape}, ...], not one value");
        foreach (IConfigurationSection entry in list.GetChildren())
        {
            if (!int.TryParse(entry.Key, out _))
                Problem(option, $"must be a list [{shape}, ...], not a group with names");
            else if (entry.Value is not null)
                Problem($"{option}[{entry.Key}]", $"must be {shape}, not one value");
            else
                yield return new OptionSection(entry, $"{NameOf(option)}[{entry.Key}]", problems);
        }
    }

    /// <summary>The entries of a list of plain texts, in order; empty ones are left out.</summary>
    public IReadOnlyList<string> Texts(string option, string shape)
    {
        _known.Add(option);
        IConfigurationSection list = section.GetSection(option);
        if (!string.IsNullOrWhiteSpace(list.Value))
            Problem(option, $"must be a list [{shape}, ...], not one value");
        List<string> texts = [];
        foreach (IConfigurationSection entry in list.GetChildren())
        {
            if (!int.TryParse(entry.Key, out _) || entry.GetChildren().Any())
                Problem(option, $"must be a list [{shape}, ...] of plain texts");
            else if (!string.IsNullOrWhiteSpace(entry.Value))
                texts.Add(entry.Value.Trim());
        }
        return texts;
    }

    /// <summary>The names of options here that nobody asked for.</summary>
    public IEnumerable<string> Unknown() =>
        section.GetChildren().Where(child => !_known.Contains(child.Key)).Select(child =>
            $"there is no option {NameOf(TypedValue.Name(child.Key.ToLowerInvariant(), "of one of the names that are set"))} (known: {string.Join(", ", _known.Select(NameOf))})");
}
