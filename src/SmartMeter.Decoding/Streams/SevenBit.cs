using System.Numerics;

namespace SmartMeter.Decoding.Streams;

/// <summary>Seven-bit text as a line set to 8N1 brings it: a 7E1 meter's parity then stands in bit 7 of each octet.</summary>
internal static class SevenBit
{
    public const byte Mask = 0x7F;

    public static bool CarriesParity(byte first) => (first & ~Mask) != 0;

    public static bool HasEvenParity(ReadOnlySpan<byte> bytes)
    {
        foreach (byte octet in bytes)
        {
            if ((BitOperations.PopCount(octet) & 1) != 0)
                return false;
        }
        return true;
    }

    /// <summary>True where bit 7 is clear in every octet, set in every one, or the parity of every one, even or odd.</summary>
    public static bool IsPlainOrParity(ReadOnlySpan<byte> bytes)
    {
        bool clear = true, set = true, even = true, odd = true;
        foreach (byte octet in bytes)
        {
            bool bit = CarriesParity(octet), evenOnes = (BitOperations.PopCount(octet) & 1) == 0;
            clear &= !bit;
            set &= bit;
            even &= evenOnes;
            odd &= !evenOnes;
        }
        return clear || set || even || odd;
    }

    /// <summary>Takes parity away.</summary>
    public static void CopyPlain(ReadOnlySpan<byte> bytes, Span<byte> plain)
    {
        int at = 0;
        for (; at + Vector<byte>.Count <= bytes.Length; at += Vector<byte>.Count)
            (new Vector<byte>(bytes[at..]) & new Vector<byte>(Mask)).CopyTo(plain[at..]);
        for (; at < bytes.Length; at++)
            plain[at] = (byte)(bytes[at] & Mask);
    }
}
