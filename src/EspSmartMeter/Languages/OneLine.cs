using System.Globalization;

namespace EspSmartMeter.Languages;

/// <summary>What others wrote, fit for a line of a log or a page: on one line, and of bounded length.</summary>
internal static class OneLine
{
    /// <param name="text">Of a file, a device or a system.</param>
    /// <param name="most">Characters; what is more is cut off, and <c>…</c> tells so.</param>
    public static string Of(string text, int most)
    {
        if (text.Length <= most && !text.Any(Breaks))
            return text;
        string line = new([.. text.Take(most).Select(character => Breaks(character) ? ' ' : character)]);
        return text.Length > most ? $"{(char.IsHighSurrogate(line[^1]) ? line[..^1] : line)}…" : line;
    }

    private static bool Breaks(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
