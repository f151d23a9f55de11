using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace SmartMeter.Decoding.Obis;

/// <summary>
/// The name of a quantity: A-B:C.D.E*F (IEC 62056-6-1). A is the medium, B the channel, C the quantity, D the processing,
/// E the tariff, F the billing period (255: the current one, which is then not written).
/// </summary>
public readonly record struct ObisCode(byte A, byte B, byte C, byte D, byte E, byte F = 255)
{
    /// <summary>The six octets of a COSEM logical name (IEC 62056-6-2, 4.1.8.2) as an OBIS code.</summary>
    public static ObisCode FromLogicalName(ReadOnlySpan<byte> sixOctets) =>
        new(sixOctets[0], sixOctets[1], sixOctets[2], sixOctets[3], sixOctets[4], sixOctets[5]);

    /// <summary>
    /// The written form <c>A-B:C.D.E</c>, with <c>*F</c> only where F is not 255, or where E is: <c>0-0:96.1.255</c> alone could as well be C.D.F.
    /// </summary>
    public override string ToString() =>
        F == 255 && E != 255 ? $"{A}-{B}:{C}.{D}.{E}" : $"{A}-{B}:{C}.{D}.{E}*{F}";

    public static ObisCode Parse(string text) =>
        TryParse(text, out ObisCode code) ? code : throw new FormatException($"'{text}' is not an OBIS code like 1-0:1.8.0");

    public static bool TryParse([NotNullWhen(true)] string? text, out ObisCode code)
    {
        code = default;
        if (text is null || text.Length > 32)
            return false;
        Span<byte> ascii = stackalloc byte[32];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > 127)
                return false;
            ascii[i] = (byte)text[i];
        }
        return TryParse(ascii[..text.Length], defaultMedium: 1, out code);
    }

    /// <summary>
    /// Reads the written form from ASCII. Meters abbreviate: without <c>A-</c> the medium is <paramref name="defaultMedium"/>, without <c>B:</c>
    /// the channel is 0, without E it is 0, and C and D may be the letters C, F, L, P of IEC 62056-21 (96, 97, 98, 99).
    /// F is written <c>*F</c>, <c>&amp;F</c> or <c>.F</c>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, byte defaultMedium, out ObisCode code)
    {
        code = default;
        byte a = defaultMedium, b = 0, d = 0, e = 0, f = 255;
        int colon = ascii.IndexOf((byte)':');
        if (colon >= 0)
        {
            int dash = ascii[..colon].IndexOf((byte)'-');
            if ((dash >= 0 && !TryGroup(ascii[..dash], out a)) || !TryGroup(ascii[(dash + 1)..colon], out b))
                return false;
            ascii = ascii[(colon + 1)..];
        }
        int star = ascii.IndexOfAny((byte)'*', (byte)'&');
        if (star >= 0)
        {
            if (!TryGroup(ascii[(star + 1)..], out f))
                return false;
            ascii = ascii[..star];
        }
        if (!TryNext(ref ascii, out byte c))
            return false;
        if (!ascii.IsEmpty && !TryNext(ref ascii, out d))
            return false;
        if (!ascii.IsEmpty && !TryNext(ref ascii, out e))
            return false;
        if (!ascii.IsEmpty && (star >= 0 || !TryNext(ref ascii, out f) || !ascii.IsEmpty))
            return false;
        code = new ObisCode(a, b, c, d, e, f);
        return true;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> rest, out byte group)
    {
        int dot = rest.IndexOf((byte)'.');
        ReadOnlySpan<byte> digits = dot < 0 ? rest : rest[..dot];
        bool dangling = dot >= 0 && dot == rest.Length - 1;
        rest = dot >= 0 ? rest[(dot + 1)..] : [];
        return (TryGroup(digits, out group) || TryLetter(digits, out group)) && !dangling;
    }

    private static bool TryGroup(ReadOnlySpan<byte> digits, out byte group) =>
        Utf8Parser.TryParse(digits, out group, out int used) && used == digits.Length && digits.Length > 0 && char.IsAsciiDigit((char)digits[0]);

    private static bool TryLetter(ReadOnlySpan<byte> digits, out byte group)
    {
        group = digits.Length != 1 ? (byte)0 : LetterGroup((char)digits[0]);
        return group != 0;
    }

    private static byte LetterGroup(char letter) => letter switch
    {
        'C' => 96,
        'F' => 97,
        'L' => 98,
        'P' => 99,
        _ => 0,
    };
}
