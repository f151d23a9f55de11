namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// The escape sequences of SML's transport (BSI TR-03109-1, annex IV, SML 1.04, 8: version 1): four octets 1B, then four that say what for.
/// <code>1B1B1B1B 01010101   the file starts
/// 1B1B1B1B 1B1B1B1B   four octets 1B of the data
/// 1B1B1B1B 1A FF CCCC the file ends: fill octets before it, CRC-16</code>
/// </summary>
internal static class SmlEscape
{
    public const byte Octet = 0x1B, End = 0x1A;

    /// <summary>Octets of a whole sequence, and of its first half.</summary>
    public const int Length = 8, Half = 4;

    public static ReadOnlySpan<byte> Mark => [0x1B, 0x1B, 0x1B, 0x1B];

    public static ReadOnlySpan<byte> Start => [0x1B, 0x1B, 0x1B, 0x1B, 0x01, 0x01, 0x01, 0x01];

    // DZG's meters fill with four octets where none are wanted.
    private const int LargestFill = 4;

    /// <summary>The data of a whole file, without start, end and fill, its doubled escapes halved.</summary>
    /// <param name="file">From the first octet of the start to the last of the end.</param>
    /// <param name="data">At least as long as the file.</param>
    /// <param name="length">The octets of data.</param>
    /// <returns>False where the end tells more fill octets than a file can have.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> file, Span<byte> data, out int length)
    {
        ReadOnlySpan<byte> rest = file[Length..^Length];
        length = 0;
        for (int at; (at = rest.IndexOf(Mark)) >= 0; rest = rest[Math.Min(rest.Length, at + Length)..])
        {
            rest[..(at + Half)].CopyTo(data[length..]);
            length += at + Half;
        }
        rest.CopyTo(data[length..]);
        length += rest.Length;
        int fill = file[^3];
        length -= fill;
        return fill <= LargestFill && length >= 0;
    }
}
