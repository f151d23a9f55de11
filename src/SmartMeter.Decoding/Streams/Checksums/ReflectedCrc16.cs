namespace SmartMeter.Decoding.Streams.Checksums;

/// <summary>
/// A CRC of 16 bits that takes the lowest bit of each octet first. Eight octets are taken at a time, each through a table of its own that
/// knows how far from the end it stands.
/// </summary>
internal sealed class ReflectedCrc16
{
    private const int Octets = 8, Values = 256;

    private readonly ushort[] _remainders = new ushort[Octets * Values];

    public ReflectedCrc16(ushort reflectedPolynomial)
    {
        for (int octet = 0; octet < Values; octet++)
        {
            int remainder = octet;
            for (int bit = 0; bit < 8; bit++)
                remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ reflectedPolynomial : remainder >> 1;
            _remainders[octet] = (ushort)remainder;
        }
        for (int i = Values; i < _remainders.Length; i++)
        {
            ushort nearer = _remainders[i - Values];
            _remainders[i] = (ushort)((nearer >> 8) ^ _remainders[(byte)nearer]);
        }
    }

    /// <summary>The remainder after these octets, from the one before them.</summary>
    public uint Advance(uint crc, ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<ushort> table = _remainders;
        for (; octets.Length >= Octets; octets = octets[Octets..])
        {
            crc = (uint)(table[(7 * Values) + (byte)(octets[0] ^ crc)] ^ table[(6 * Values) + (byte)(octets[1] ^ (crc >> 8))]
                ^ table[(5 * Values) + octets[2]] ^ table[(4 * Values) + octets[3]] ^ table[(3 * Values) + octets[4]]
                ^ table[(2 * Values) + octets[5]] ^ table[Values + octets[6]] ^ table[octets[7]]);
        }
        foreach (byte octet in octets)
            crc = (crc >> 8) ^ table[(byte)(crc ^ octet)];
        return crc;
    }
}
