namespace SmartMeter.Decoding.Streams.Checksums;

/// <summary>CRC-16/ARC (polynomial 0x8005 reflected, start 0): the checksum of P1 telegrams, from '/' to '!' inclusive (DSMR 5.0.2, 5.2).</summary>
public static class Crc16Arc
{
    private static readonly ReflectedCrc16 Crc = new(0xA001);

    public static ushort Compute(ReadOnlySpan<byte> bytes) => Continue(0, bytes);

    /// <summary>The checksum of what gave <paramref name="crc"/> and these behind it.</summary>
    public static ushort Continue(ushort crc, ReadOnlySpan<byte> bytes) => (ushort)Crc.Advance(crc, bytes);
}
