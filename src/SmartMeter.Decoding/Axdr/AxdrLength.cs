namespace SmartMeter.Decoding.Axdr;

/// <summary>
/// Lengths of A-XDR (IEC 61334-6) and BER: one octet below 0x80, else 0x80 plus the number of octets that hold it. Longer forms than needed
/// are met in the field (<c>82 00 E7</c>) and taken.
/// </summary>
internal static class AxdrLength
{
    private const int Largest = 1 << 20;

    /// <summary>Reads a length and moves past it; false where it is cut short or beyond reason.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out int length)
    {
        length = 0;
        if (at >= bytes.Length)
            return false;
        byte first = bytes[at++];
        if (first < 0x80)
        {
            length = first;
            return true;
        }
        int octets = first & 0x7F;
        if (octets is 0 or > 4 || octets > bytes.Length - at)
            return false;
        for (int i = 0; i < octets; i++)
        {
            if (length > Largest >> 8)
                return false;
            length = (length << 8) | bytes[at++];
        }
        return length <= Largest;
    }
}
