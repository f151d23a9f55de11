namespace SmartMeter.Decoding.Lists;

/// <summary>A list table that cannot be read; the message names file and line and says what to do, on one line of bounded length.</summary>
public sealed class ListTableException(string message) : Exception(OnOneLine(message))
{
    private const int Longest = 400;

    // Whatever the file holds: no control character of it comes into a log.
    private static string OnOneLine(string message)
    {
        string shown = message.Length <= Longest ? message : string.Concat(message.AsSpan(0, Longest), "...");
        return string.Concat(shown.Select(character => char.IsControl(character) ? '?' : character));
    }
}
