namespace SmartMeter.Decoding.Streams.Checksums;

/// <summary>
/// CRC-16/X-25 (polynomial 0x1021 reflected, start and final XOR 0xFFFF): HCS and FCS of HDLC (ISO/IEC 13239), low octet first on the wire;
/// SML uses it too.
/// </summary>
public static class Crc16X25
{
    private static readonly ReflectedCrc16 Crc = new(0x8408);

    public static ushort Compute(ReadOnlySpan<byte> bytes) => (ushort)(Crc.Advance(0xFFFF, bytes) ^ 0xFFFF);

    /// <summary>True where the last two octets are the checksum of all before them, low octet first.</summary>
    public static bool Fits(ReadOnlySpan<byte> bytesWithChecksum) =>
        bytesWithChecksum.Length > 2
        && Compute(bytesWithChecksum[..^2]) == (bytesWithChecksum[^2] | (bytesWithChecksum[^1] << 8));
}
