namespace SmartMeter.Simulation.Framing;

/// <summary>Checksums by their definitions, bit by bit: slow, and nothing like a table to get wrong.</summary>
internal static class Checksums
{
    /// <summary>CRC-16/ARC (DSMR 5.0.2, 5.2): polynomial x16 + x15 + x2 + 1, reflected, from 0.</summary>
    public static ushort Arc(ReadOnlySpan<byte> bytes) => Reflected(bytes, 0xA001, 0);

    /// <summary>CRC-16/X-25 (ISO/IEC 13239): polynomial x16 + x12 + x5 + 1, reflected, from FFFF, complemented. Sent low byte first.</summary>
    public static ushort X25(ReadOnlySpan<byte> bytes) => (ushort)~Reflected(bytes, 0x8408, 0xFFFF);

    private static ushort Reflected(ReadOnlySpan<byte> bytes, ushort polynomial, ushort register)
    {
        foreach (byte octet in bytes)
        {
            register ^= octet;
            for (int bit = 0; bit < 8; bit++)
                register = (ushort)((register >> 1) ^ (polynomial * (register & 1)));
        }
        return register;
    }
}
