using System.Numerics;

namespace SmartMeter.Decoding.Streams;

/// <summary>What stands in bit 7 of seven-bit text: nothing, or the parity of a 7E1 line that is read as 8N1.</summary>
internal enum BitSeven : byte { Clear, Set, EvenParity, OddParity }

/// <summary>Seven-bit text as a line set to 8N1 brings it: a 7E1 meter's parity then stands in bit 7 of each octet.</summary>
internal static class SevenBit
{
    public const byte Mask = 0x7F;

    public static bool CarriesParity(byte first) => (first & ~Mask) != 0;

    /// <summary>What bit 7 of these octets mostly is.</summary>
    public static BitSeven Of(ReadOnlySpan<byte> bytes)
    {
        int set = 0, odd = 0;
        foreach (byte octet in bytes)
        {
            set += octet >> 7;
            odd += BitOperations.PopCount(octet) & 1;
        }
        BitSeven constant = 2 * set > bytes.Length ? BitSeven.Set : BitSeven.Clear, parity = 2 * odd > bytes.Length ? BitSeven.OddParity : BitSeven.EvenParity;
        return Math.Min(set, bytes.Length - set) <= Math.Min(odd, bytes.Length - odd) ? constant : parity;
    }

    /// <summary>True where bit 7 of every octet is as told: one that is not proves damage.</summary>
    public static bool Fits(ReadOnlySpan<byte> bytes, BitSeven bit)
    {
        foreach (byte octet in bytes)
        {
            bool fits = bit switch
            {
                BitSeven.Clear => !CarriesParity(octet),
                BitSeven.Set => CarriesParity(octet),
                BitSeven.EvenParity => (BitOperations.PopCount(octet) & 1) == 0,
                _ => (BitOperations.PopCount(octet) & 1) != 0,
            };
            if (!fits)
                return false;
        }
        return true;
    }

    /// <summary>True where bit 7 is clear in every octet, set in every one, or the parity of every one, even or odd.</summary>
    public static bool IsPlainOrParity(ReadOnlySpan<byte> bytes) => Fits(bytes, Of(bytes));

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
