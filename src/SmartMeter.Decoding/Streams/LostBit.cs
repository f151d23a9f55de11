namespace SmartMeter.Decoding.Streams;

/// <summary>Binary octets that came over a line set to seven bits: bit 7 is gone, and nothing brings it back.</summary>
public static class LostBit
{
    private const int Enough = 32, Part = 8;

    /// <summary>A line at another rate brings many octets without bit 7 too, but few different ones.</summary>
    private const int Different = 12;

    /// <summary>True for so many octets that chance does not leave bit 7 clear in all of them, though they are no text.</summary>
    public static bool IsMissingIn(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Enough || octets.ContainsAnyInRange((byte)0x80, (byte)0xFF))
            return false;
        int controls = 0;
        UInt128 seen = 0;
        foreach (byte octet in octets)
        {
            seen |= UInt128.One << octet;
            controls += octet is < (byte)' ' and not ((byte)'\r' or (byte)'\n' or (byte)'\t' or 0x02 or 0x03) ? 1 : 0;
        }
        return controls > octets.Length / Part && UInt128.PopCount(seen) >= Different;
    }
}
