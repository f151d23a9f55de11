using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>
/// The clock of a readout, and of a P1 telegram that is written like one (AM550 of Slovenia), in two data sets: time <c>0.9.1(20:14:55)</c> and
/// date <c>0.9.2(17-03-18)</c>, year first, of two digits or four, with or without marks between (IEC 62056-21, annex A). Iskra writes the season
/// before the date, EMH before both: 0 standard time, 1 daylight saving.
/// </summary>
internal static class ReadoutClock
{
    private const int Digits = 6, LongYear = 8;

    private static readonly ObisCode Time = new(1, 0, 0, 9, 1), Date = new(1, 0, 0, 9, 2);

    /// <summary>Sets the reading's timestamp from the two, where they name a moment and nothing has set it.</summary>
    public static void Assign(Reading reading, MeterClock clock)
    {
        if (reading.Timestamp is not null || !TryFind(reading, Time, out Measurement time) || !TryFind(reading, Date, out Measurement date))
            return;
        Span<byte> stamp = stackalloc byte[LongYear + Digits], timeDigits = stackalloc byte[LongYear];
        int inDate = DigitsOf(date.Text, stamp[..LongYear]), inTime = DigitsOf(time.Text, timeDigits);
        bool seasonTwice = inTime == Digits + 1 && inDate == inTime && timeDigits[0] == stamp[0];
        if (inDate < Digits || (inTime != Digits && !seasonTwice))
            return;
        timeDigits.Slice(inTime - Digits, Digits).CopyTo(stamp[inDate..]);
        if (DataSetStamp.TryRead(stamp[..(inDate + Digits)], clock, out MeterTime moment))
            reading.Timestamp = moment;
    }

    // Some write electricity on channel 1.
    private static bool TryFind(Reading reading, ObisCode code, out Measurement found) =>
        reading.TryFind(code, out found) || reading.TryFind(code with { B = 1 }, out found);

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
