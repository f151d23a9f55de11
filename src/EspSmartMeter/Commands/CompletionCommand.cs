using System.Text;
using EspSmartMeter.Options;

namespace EspSmartMeter.Commands;

/// <summary><c>completion</c>: what makes bash complete the verbs, flags and choices, made of what the verbs say of themselves.</summary>
internal static class CompletionCommand
{
    public static Verb Verb { get; } = new("completion", "", "prints what makes bash complete this: source <(esp-smart-meter completion)", []);

    public static Task<int> RunAsync(string[] arguments)
    {
        if (new Arguments(Verb, arguments).Rest.Count > 0)
            throw new UsageException("'completion' takes nothing behind it");
        Console.Out.Write(Script());
        return Task.FromResult(CommandLine.Done);
    }

    internal static string Script()
    {
        StringBuilder verbs = new();
        foreach (Verb verb in Verbs.All)
            verbs.Append($"    {verb.Name}) words='{string.Join(' ', verb.Flags.Select(flag => flag.Name).Concat(verb.Choices))}' ;;\n");
        StringBuilder values = new();
        foreach (CommandFlag flag in Verbs.All.SelectMany(verb => verb.Flags).Where(flag => flag.Value is not null).DistinctBy(flag => flag.Name))
            values.Append($"    {flag.Name}) words='{string.Join(' ', flag.Choices)}' ;;\n");
        // A name of a file is completed where no word fits.
        return $$"""
            _esp_smart_meter() {
              local verb=${COMP_WORDS[1]} words
              case $verb in
                -*) verb={{Verbs.Usual}} ;;
              esac
              case $verb in
            {{verbs.ToString().TrimEnd()}}
                *) words= ;;
              esac
              [ "$COMP_CWORD" -gt 1 ] || words="$words {{string.Join(' ', Verbs.All.Select(verb => verb.Name))}} --help --version"
              case ${COMP_WORDS[COMP_CWORD - 1]} in
            {{values.ToString().TrimEnd()}}
              esac
              COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _esp_smart_meter esp-smart-meter ./run

            """;
    }
}
