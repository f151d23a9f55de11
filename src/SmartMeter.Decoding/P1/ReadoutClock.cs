using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.P1;

/// <summary>
/// The clock of a readout, and of a P1 telegram that is written like one (AM550 of Slovenia), in two data sets: time <c>0.9.1(20:14:55)</c> and
/// date <c>0.9.2(17-03-18)</c>, year first, with or without marks between (IEC 62056-21, annex A). Iskra writes the season before the date: 0 standard time, 1 daylight saving.
/// </summary>
internal static class ReadoutClock
{
    private const int Digits = 6;

    private static readonly ObisCode Time = new(1, 0, 0, 9, 1), Date = new(1, 0, 0, 9, 2);

    /// <summary>Sets the reading's timestamp from the two, where they name a moment and nothing has set it.</summary>
    public static void Assign(Reading reading, MeterClock clock)
    {
        if (reading.Timestamp is not null || !reading.TryFind(Time, out Measurement time) || !reading.TryFind(Date, out Measurement date))
            return;
        Span<byte> dateDigits = stackalloc byte[Digits + 1], timeDigits = stackalloc byte[Digits + 1];
        int inDate = DigitsOf(date.Text, dateDigits), inTime = DigitsOf(time.Text, timeDigits);
        bool season = inDate == Digits + 1;
        if (inTime != Digits || inDate < Digits || (season && dateDigits[0] is not ((byte)'0' or (byte)'1')))
            return;

        Span<byte> stamp = stackalloc byte[(2 * Digits) + 1];
        dateDigits.Slice(season ? 1 : 0, Digits).CopyTo(stamp);
        timeDigits[..Digits].CopyTo(stamp[Digits..]);
        stamp[^1] = dateDigits[0] == '1' ? (byte)'S' : (byte)'W';
        if (P1Stamp.TryRead(season ? stamp : stamp[..^1], clock, out MeterTime moment))
            reading.Timestamp = moment;
    }

    // -1 where there are too many, or anything but digits and the marks between them.
    private static int DigitsOf(string? text, Span<byte> digits)
    {
        int count = 0;
        foreach (char character in text ?? "")
        {
            if (character is ':' or '-' or '.')
                continue;
            if (!char.IsAsciiDigit(character) || count == digits.Length)
                return -1;
            digits[count++] = (byte)character;
        }
        return count;
    }
}
