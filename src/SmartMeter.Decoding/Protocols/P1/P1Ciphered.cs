namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>
/// A P1 telegram whose body is ciphered (Poland): the identification line, an empty line, then
/// <code>00 | 82 LL LL | 30 | frame counter 4 | ciphertext | !CRC</code>
/// with an empty system title. The body is binary and may hold '!' and '/', so its length tells where the end is.
/// </summary>
internal static class P1Ciphered
{
    private const int LongestIdentification = 128;

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
}
