using System.Buffers.Binary;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>
/// A P1 telegram whose body is ciphered (Poland): the identification line, an empty line, then
/// <code>00 | 82 LL LL | 30 | frame counter 4 | ciphertext | tag 12 | !CRC</code>
/// with an empty system title, for which eight zero octets stand in the nonce. The body is binary and may hold '!' and '/', so its length tells
/// where the end is. Deciphered it is the telegram's data lines.
/// </summary>
internal static class P1Ciphered
{
    private const int LongestIdentification = 128, EnoughToTell = 64;

    /// <summary>Where the empty system title stands; -1 where the telegram is plain text, or not there yet.</summary>
    public static int BodyAt(ReadOnlySpan<byte> telegram)
    {
        ReadOnlySpan<byte> head = telegram.Length > LongestIdentification ? telegram[..LongestIdentification] : telegram;
        int blankLine = head.IndexOf("\r\n\r\n"u8);
        int body = blankLine < 0 ? -1 : blankLine + 4;
        return body >= 0 && body + 2 < telegram.Length && telegram[body] == 0 && telegram[body + 1] is 0x81 or 0x82 ? body : -1;
    }

    /// <summary>The position of the '!' that ends a ciphered telegram.</summary>
    public static bool TryLength(ReadOnlySpan<byte> telegram, out int bang)
    {
        bang = 0;
        int body = BodyAt(telegram);
        if (body < 0)
            return false;
        int octets = telegram[body + 1] & 0x0F;
        if (body + 2 + octets > telegram.Length)
            return false;
        bang = octets == 1 ? telegram[body + 2] : (telegram[body + 2] << 8) | telegram[body + 3];
        bang += body + 2 + octets;
        return true;
    }

    /// <summary>Takes the body apart.</summary>
    public static bool TryRead(ReadOnlySpan<byte> telegram, out CipheredApdu ciphered)
    {
        ciphered = default;
        return TryLength(telegram, out int bang) && bang <= telegram.Length && CipheredApdu.TryReadFromTitle(telegram[BodyAt(telegram)..bang], out ciphered);
    }

    /// <summary>Whether the stated digits are the check of these octets: CRC-16/X-25 with the low octet first, or P1's own.</summary>
    public static bool CrcFits(ReadOnlySpan<byte> untilBang, ushort stated)
    {
        ushort x25 = Crc16X25.Compute(untilBang);
        return stated == BinaryPrimitives.ReverseEndianness(x25) || stated == Crc16Arc.Compute(untilBang);
    }

    /// <summary>True for lines of text that start with a code, or with the identification: no wrong key brings them about.</summary>
    public static bool IsTelegram(ReadOnlySpan<byte> plaintext)
    {
        plaintext = plaintext.Trim("\r\n\0"u8);
        return plaintext.Length > 8 && (plaintext[0] == '/' || char.IsAsciiDigit((char)plaintext[0])) && plaintext.Contains((byte)'(')
            && plaintext.IndexOfAnyExcept(Text) < 0;
    }

    /// <summary>True for octets of which seven in eight are of a text: of what a wrong key brings about, four in ten are.</summary>
    public static bool IsMostlyText(ReadOnlySpan<byte> plaintext)
    {
        int others = 0;
        foreach (byte octet in plaintext)
            others += Text.Contains(octet) ? 0 : 1;
        return plaintext.Length >= EnoughToTell && others * 8 <= plaintext.Length;
    }

    private static readonly System.Buffers.SearchValues<byte> Text = System.Buffers.SearchValues.Create(
        [(byte)'\t', (byte)'\r', (byte)'\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (byte)character)]);
}
