using System.Globalization;
using System.Text;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// Link checksums computed a third way, apart from the decoder and from the simulator: by polynomial division of the bits, most significant
/// first, of the mirrored message.
/// </summary>
internal static class IndependentChecks
{
    /// <summary>CRC-16/X-25 over a frame with its checksum leaves this remainder (ISO/IEC 13239).</summary>
    private const int GoodX25Remainder = 0x1D0F;

    public static int Arc(ReadOnlySpan<byte> bytes) => Mirror(Divide(bytes, 0x8005, 0), 16);

    public static bool IsGoodX25(ReadOnlySpan<byte> withChecksum) => Divide(withChecksum, 0x1021, 0xFFFF) == GoodX25Remainder;

    private static int Divide(ReadOnlySpan<byte> bytes, int polynomial, int remainder)
    {
        foreach (byte octet in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                int next = ((remainder >> 15) & 1) ^ ((octet >> bit) & 1);
                remainder = (remainder << 1) & 0xFFFF;
                if (next != 0)
                    remainder ^= polynomial;
            }
        }
        return remainder;
    }

    private static int Mirror(int value, int bits)
    {
        int mirrored = 0;
        for (int i = 0; i < bits; i++)
            mirrored |= ((value >> i) & 1) << (bits - 1 - i);
        return mirrored;
    }

    /// <summary>The telegrams in a P1 stream whose checksum is right.</summary>
    public static List<string> GoodP1Telegrams(byte[] stream)
    {
        string text = Encoding.ASCII.GetString(stream);
        List<string> good = [];
        for (int from = text.IndexOf('/'); from >= 0; from = text.IndexOf('/', from + 1))
        {
            int end = text.IndexOf('!', from);
            if (end < 0 || end + 5 > text.Length)
                break;
            int stated = int.Parse(text.AsSpan(end + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (Arc(Encoding.ASCII.GetBytes(text[from..(end + 1)])) == stated)
                good.Add(text[from..end]);
        }
        return good;
    }
}
