using EspSmartMeter.About;
using EspSmartMeter.Options;

namespace EspSmartMeter.Commands;

/// <summary>What was typed behind <c>esp-smart-meter</c>. Exit status: 0 done, 1 could not be done, 2 asked wrongly.</summary>
internal static class CommandLine
{
    public const int Done = 0, Failed = 1, AskedWrongly = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        bool isNamed = arguments.Length > 0 && !arguments[0].StartsWith('-');
        string name = isNamed ? arguments[0] : Verbs.Usual;
        string[] rest = isNamed ? arguments[1..] : arguments;
        if (name == "help" || rest.Contains("--help") || rest.Contains("-h"))
            return Print(isNamed && Verbs.Find(name) is { } asked ? Usage.Of(asked.Verb) : Usage.Text);
        if (name == "version" || rest.Contains("--version") || rest.Contains("-V"))
            return Print($"{Product.NameAndVersion}\n");
        try
        {
            return Verbs.Find(name) is { } verb
                ? await verb.Run(rest)
                : throw new UsageException($"there is no such command; there are {string.Join(", ", Verbs.All.Select(known => known.Name))}");
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync($"esp-smart-meter: {wrong.Message}\nSee: esp-smart-meter --help");
            return AskedWrongly;
        }
    }

    private static int Print(string text)
    {
        Console.Out.Write(text);
        return Done;
    }
}
