namespace SmartMeter.Decoding.Streams.Checksums;

/// <summary>The checksum of wired M-Bus (EN 13757-2, 5.3): the sum of the octets, of which the low eight bits count.</summary>
internal static class Sum8
{
    public static byte Of(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        foreach (byte octet in octets)
            sum += octet;
        return (byte)sum;
    }
}
