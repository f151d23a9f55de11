namespace EspSmartMeter.Captures;

/// <summary>Hex digits of text.</summary>
internal static class HexDigits
{
    public static bool Is(byte character) => char.IsAsciiHexDigit((char)character);

    public static int ValueOf(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>So many of them begin a text.</summary>
    public static int Leading(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (count < text.Length && Is(text[count]))
            count++;
        return count;
    }

    /// <summary>The number they write, of at most 15 digits.</summary>
    public static long Number(ReadOnlySpan<byte> digits)
    {
        long number = 0;
        foreach (byte digit in digits)
            number = (number << 4) | (uint)ValueOf(digit);
        return number;
    }
}
