using System.Text;
using EspSmartMeter.Options;

namespace EspSmartMeter.Commands;

/// <summary>The help, made of what the verbs and flags say of themselves.</summary>
internal static class Usage
{
    private const int Column = 33, Width = 130;

    /// <summary>Of the whole program.</summary>
    public static string Text => $"""
        Reads smart meters and brings them into Home Assistant.

        {string.Join('\n', Verbs.All.Select(Of))}
          esp-smart-meter VERB --help      one verb alone
          esp-smart-meter --version | -V   the version

        """;

    /// <summary>Of one verb.</summary>
    public static string Of(Verb verb)
    {
        StringBuilder text = new();
        Row(text, $"esp-smart-meter {(verb.Name == Verbs.Usual ? $"[{verb.Name}]" : verb.Name)} {verb.Operands}".TrimEnd(), verb.Summary);
        foreach (CommandFlag flag in verb.Flags)
            Row(text, $"    {flag.Name} {flag.Value}".TrimEnd(), flag.Help);
        return text.ToString();
    }

    // What is longer than its column, or than a line, goes on below.
    private static void Row(StringBuilder text, string left, string right)
    {
        if (left.Length >= Column)
        {
            text.Append(left).Append('\n');
            left = "";
        }
        string line = left.PadRight(Column);
        foreach (string word in right.Split(' '))
        {
            if (line.Length > Column && line.Length + word.Length > Width)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = new string(' ', Column);
            }
            line += word + " ";
        }
        text.Append(line.TrimEnd()).Append('\n');
    }
}
