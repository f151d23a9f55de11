using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>
/// Stamps of telegrams, with or without marks between their digits:
/// <code>
/// YYMMDDhhmmssX      X = S (daylight saving) or W (DSMR 5.0.2, 6.4); lower case too
/// YYMMDDhhmm[ss]     DSMR 2.2 and 3; peaks of IEC 62056-21
/// sYYMMDDhhmm[ss]    s = 1 (daylight saving) or 0, before the year (EMH, Iskra)
/// YYYYMMDDhhmm[ss]   NES, ZPA, Landis+Gyr's heat meters
/// </code>
/// Sweden also writes the year with leading zeros (<c>000220124115W</c> is not a moment).
/// </summary>
internal static class DataSetStamp
{
    // Two digits from 70 on stand for 1970, where a clock that was never set begins.
    private const int FirstYear = 2000, NeverSet = 70;

    private const int OfMinutes = 10, OfSeconds = 12, LongestDigits = 14;

    /// <summary>True for as many digits as a stamp has, with or without marks between, though they may name no moment.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> text) => Digits(text, stackalloc byte[LongestDigits]) >= OfMinutes;

    public static bool TryRead(ReadOnlySpan<byte> text, MeterClock clock, out MeterTime time)
    {
        time = default;
        bool flagged = text.Length == OfSeconds + 1 && (char)(text[^1] | 0x20) is 's' or 'w';
        Span<byte> digits = stackalloc byte[LongestDigits];
        int count = Digits(flagged ? text[..^1] : text, digits);
        if (flagged)
            return count == OfSeconds && TrySeason(digits[..count], (char)(text[^1] | 0x20) == 's', clock, out time);
        if (count is OfMinutes + 1 or OfSeconds + 1)
            return digits[0] is (byte)'0' or (byte)'1' && TrySeason(digits[1..count], digits[0] == '1', clock, out time);
        bool fullYear = text.Length > 4 && text[4] == '-';
        if (count < OfMinutes || !(TryMoment(digits[..count], fullYear ? 4 : 2, out DateTime local) || TryMoment(digits[..count], yearDigits: 4, out local)))
            return false;
        time = clock.ByZone(local);
        return true;
    }

    /// <summary>True for the digits of zeros that stand where nothing has happened yet, alone or with marks between.</summary>
    public static bool SaysNever(ReadOnlySpan<byte> text)
    {
        Span<byte> digits = stackalloc byte[LongestDigits];
        int count = Digits(text, digits);
        return count >= OfMinutes && digits[..count].IndexOfAnyExcept((byte)'0') < 0;
    }

    /// <summary>True for a date whose parts have marks between them; a number has none.</summary>
    public static bool HasMarks(ReadOnlySpan<byte> text) => text.Contains((byte)'-') && text.ContainsAny((byte)':', (byte)'&');

    private static bool TrySeason(ReadOnlySpan<byte> digits, bool daylight, MeterClock clock, out MeterTime time)
    {
        bool moment = TryMoment(digits, yearDigits: 2, out DateTime local);
        time = moment ? clock.WithDaylightFlag(local, daylight) : default;
        return moment;
    }

    // Stamps like 000101000000W and 700101010000W say "never": a year before any of these meters is no moment.
    private static bool TryMoment(ReadOnlySpan<byte> digits, int yearDigits, out DateTime local)
    {
        local = default;
        ReadOnlySpan<byte> rest = digits[yearDigits..];
        if (rest.Length is not (OfMinutes - 2 or OfSeconds - 2))
            return false;
        int year = yearDigits == 2 ? FirstYear + Pair(digits, 0) : (Pair(digits, 0) * 100) + Pair(digits, 2);
        int month = Pair(rest, 0), day = Pair(rest, 2), hour = Pair(rest, 4), minute = Pair(rest, 6);
        int second = rest.Length > 8 ? Pair(rest, 8) : 0;
        if (year is <= FirstYear or >= FirstYear + NeverSet || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        local = new DateTime(year, month, day, hour, minute, second);
        return true;
    }

    // -1 where there are too many, or anything but digits and the marks between them.
    private static int Digits(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        int count = 0;
        foreach (byte octet in text)
        {
            if (octet is (byte)' ' or (byte)':' or (byte)'-' or (byte)',' or (byte)'&')
                continue;
            if (!char.IsAsciiDigit((char)octet) || count == digits.Length)
                return -1;
            digits[count++] = octet;
        }
        return count;
    }

    private static int Pair(ReadOnlySpan<byte> digits, int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';
}
