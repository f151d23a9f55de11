namespace EspSmartMeter.Captures;

/// <summary>
/// A line of a hex dump: an offset, octets, perhaps the same in ASCII. As <c>xxd</c> (<c>00000010: 7ea0 8bce  ~...</c>), <c>hexdump -C</c>, Wireshark and
/// our own log.txt write it.
/// </summary>
internal static class DumpLine
{
    private const int FewestOffsetDigits = 4, MostOffsetDigits = 15, HalfALine = 8;

    /// <param name="line">The line.</param>
    /// <param name="offset">What stands before the octets.</param>
    /// <param name="octets">Takes them; at most half as many as the line has characters.</param>
    /// <returns>How many octets; -1: it is no such line.</returns>
    public static int Read(ReadOnlySpan<byte> line, out long offset, Span<byte> octets)
    {
        offset = 0;
        line = line.Trim((byte)' ');
        int digits = HexDigits.Leading(line);
        if (digits is < FewestOffsetDigits or > MostOffsetDigits)
            return -1;
        ReadOnlySpan<byte> rest = line[digits..];
        bool hasColon = rest.StartsWith((byte)':');
        rest = hasColon ? rest[1..] : rest;
        ReadOnlySpan<byte> shown = rest.TrimStart((byte)' ');
        // hexdump closes with a line of the length alone.
        if (shown.IsEmpty && !hasColon && rest.IsEmpty)
        {
            offset = HexDigits.Number(line[..digits]);
            return 0;
        }
        if (shown.IsEmpty || shown.Length == rest.Length)
            return -1;
        offset = HexDigits.Number(line[..digits]);
        int bar = shown.IndexOf((byte)'|');
        return Octets(bar < 0 ? shown : shown[..bar], hasColon, octets);
    }

    // Groups of an even number of digits with a space between; two spaces are the middle of a line of sixteen, or what follows is ASCII.
    private static int Octets(ReadOnlySpan<byte> text, bool mayBeWide, Span<byte> octets)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            int digits = HexDigits.Leading(text);
            if (digits == 0 || digits % 2 != 0 || (digits > 2 && !mayBeWide) || (digits < text.Length && text[digits] != ' '))
                return -1;
            for (int at = 0; at < digits; at += 2)
                octets[count++] = (byte)HexDigits.Number(text.Slice(at, 2));
            text = text[digits..];
            ReadOnlySpan<byte> next = text.TrimStart((byte)' ');
            if (text.Length - next.Length > 1 && !(count == HalfALine && text.Length - next.Length == 2 && IsOctets(next)))
                return count;
            text = next;
        }
        return count;
    }

    // Up to where ASCII may begin, pairs of digits and nothing else.
    private static bool IsOctets(ReadOnlySpan<byte> text)
    {
        int gap = text.IndexOf("  "u8);
        ReadOnlySpan<byte> pairs = gap < 0 ? text.TrimEnd((byte)' ') : text[..gap];
        for (int at = 0; at < pairs.Length; at += 3)
        {
            if (HexDigits.Leading(pairs[at..]) != 2 || (at + 2 < pairs.Length && pairs[at + 2] != ' '))
                return false;
        }
        return true;
    }
}
