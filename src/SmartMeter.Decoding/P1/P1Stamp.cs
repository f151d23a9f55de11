using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.P1;

/// <summary>
/// Stamps of P1 telegrams: <c>YYMMDDhhmmssX</c> with X = S (daylight saving) or W (DSMR 5.0.2, 6.4), without X (DSMR 2.2 and 3), and
/// <c>YYYYMMDD hh:mm:ss</c> (NES), <c>YYMMDDhhmm</c> and <c>YY-MM-DD,hh:mm</c> (peaks of IEC 62056-21). Sweden also writes the year with leading
/// zeros (<c>000220124115W</c> is not a moment).
/// </summary>
internal static class P1Stamp
{
    // Two digits from 70 on stand for 1970, where a clock that was never set begins.
    private const int FirstYear = 2000, NeverSet = 70;

    // YYYYMMDDhhmmss.
    private const int Longest = 14;

    /// <summary>True for the digits of a stamp without season, with or without marks between, though they may name no moment.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> text) => Digits(text, stackalloc byte[Longest]) is 10 or 12 or Longest;

    public static bool TryRead(ReadOnlySpan<byte> text, MeterClock clock, out MeterTime time)
    {
        time = default;
        char flag = text.Length == 13 ? (char)(text[12] | 0x20) : ' ';
        if (flag is not (' ' or 's' or 'w'))
            return false;
        Span<byte> digits = stackalloc byte[Longest];
        int count = Digits(flag == ' ' ? text : text[..12], digits);
        bool fullYear = text.Length > 4 && text[4] == '-';
        if (count == (fullYear ? 12 : 10))
        {
            digits.Slice(count, 2).Fill((byte)'0');
            count += 2;
        }
        if (count is not (12 or Longest))
            return false;
        int at = count - 10;
        int year = count == 12 ? FirstYear + Pair(digits, 0) : (Pair(digits, 0) * 100) + Pair(digits, 2);
        if (!TryMoment(year, digits[at..], out DateTime local))
            return false;
        time = flag == ' ' ? clock.ByZone(local) : clock.WithDaylightFlag(local, daylight: flag == 's');
        return true;
    }

    // Stamps like 000101000000W and 700101010000W say "never": a year before any of these meters is no moment.
    private static bool TryMoment(int year, ReadOnlySpan<byte> rest, out DateTime local)
    {
        int month = Pair(rest, 0), day = Pair(rest, 2), hour = Pair(rest, 4), minute = Pair(rest, 6), second = Pair(rest, 8);
        local = default;
        if (year is <= FirstYear or >= FirstYear + NeverSet || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        local = new DateTime(year, month, day, hour, minute, second);
        return true;
    }

    private static int Digits(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        int count = 0;
        foreach (byte octet in text)
        {
            if (octet is (byte)' ' or (byte)':' or (byte)'-' or (byte)',')
                continue;
            if (!char.IsAsciiDigit((char)octet) || count == digits.Length)
                return -1;
            digits[count++] = octet;
        }
        return count;
    }

    private static int Pair(ReadOnlySpan<byte> digits, int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';
}
