namespace SmartMeter.Decoding.Streams;

/// <summary>Binary octets that came over a line set to seven bits: bit 7 is gone, and nothing brings it back.</summary>
public static class LostBit
{
    private const int Enough = 48, Part = 8;

    /// <summary>True for so many octets that chance does not leave bit 7 clear in all of them, though they are no text.</summary>
    public static bool IsMissingIn(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Enough || octets.ContainsAnyInRange((byte)0x80, (byte)0xFF))
            return false;
        int controls = 0;
        foreach (byte octet in octets)
            controls += octet is < (byte)' ' and not ((byte)'\r' or (byte)'\n' or (byte)'\t' or 0x02 or 0x03) ? 1 : 0;
        return controls > octets.Length / Part;
    }
}
