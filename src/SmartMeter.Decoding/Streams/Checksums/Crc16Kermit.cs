namespace SmartMeter.Decoding.Streams.Checksums;

/// <summary>
/// CRC-16/KERMIT (polynomial 0x1021 reflected, start 0): what Holley's SML meters send where X-25 belongs, and as they send numbers, high octet first.
/// </summary>
public static class Crc16Kermit
{
    private static readonly ReflectedCrc16 Crc = new(0x8408);

    public static ushort Compute(ReadOnlySpan<byte> bytes) => (ushort)Crc.Advance(0, bytes);

    /// <summary>True where the last two octets are the checksum of all before them, high octet first.</summary>
    public static bool Fits(ReadOnlySpan<byte> bytesWithChecksum) =>
        bytesWithChecksum.Length > 2
        && Compute(bytesWithChecksum[..^2]) == ((bytesWithChecksum[^2] << 8) | bytesWithChecksum[^1]);
}
