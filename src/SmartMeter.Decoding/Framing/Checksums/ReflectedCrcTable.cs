namespace SmartMeter.Decoding.Framing.Checksums;

/// <summary>The 256 remainders of one octet, for a reflected polynomial.</summary>
internal static class ReflectedCrcTable
{
    public static ushort[] Of(ushort reflectedPolynomial)
    {
        ushort[] table = new ushort[256];
        for (int octet = 0; octet < 256; octet++)
        {
            int remainder = octet;
            for (int bit = 0; bit < 8; bit++)
                remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ reflectedPolynomial : remainder >> 1;
            table[octet] = (ushort)remainder;
        }
        return table;
    }
}
