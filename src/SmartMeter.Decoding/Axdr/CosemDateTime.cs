using System.Buffers.Binary;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Axdr;

/// <summary>
/// The date-time of COSEM (IEC 62056-6-2, 4.1.6.1):
/// <code>year 2 | month | day | day of week | hour | minute | second | hundredths | deviation 2 | clock status</code>
/// UTC = local time + deviation (in minutes; 8000: not specified). Bit 7 of the status: daylight saving in force.
/// </summary>
internal readonly record struct CosemDateTime(DateTime Local, short? DeviationMinutes, bool DaylightSaving)
{
    public const int Octets = 12;

    private const short NotSpecified = unchecked((short)0x8000);

    /// <summary>Reads twelve octets; false where they name no moment (fields not specified or out of range).</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out CosemDateTime moment)
    {
        moment = default;
        if (octets.Length != Octets)
            return false;
        int year = BinaryPrimitives.ReadUInt16BigEndian(octets), month = octets[2], day = octets[3];
        int hour = octets[5], minute = octets[6], second = octets[7] == 0xFF ? 0 : octets[7];
        if (year is < 1970 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        short deviation = BinaryPrimitives.ReadInt16BigEndian(octets[9..]);
        // Aidon leaves the day of the week, which starts at 1, and the deviation at zero, and sends local time: then zero tells nothing.
        bool leftAtZero = octets[4] == 0 && deviation == 0;
        bool specified = deviation is not NotSpecified && Math.Abs((int)deviation) <= MeterTime.LargestOffset && !leftAtZero;
        bool daylight = octets[11] != 0xFF && (octets[11] & 0x80) != 0;
        moment = new CosemDateTime(new DateTime(year, month, day, hour, minute, second), specified ? deviation : null, daylight);
        return true;
    }

    /// <summary>
    /// The stamp with its offset; where it tells none, <paramref name="clock"/> does, by standard time all year if the meter keeps that: such a meter's
    /// deviation of zero tells none either.
    /// </summary>
    public MeterTime ToMeterTime(MeterClock clock, bool standardTimeAllYear) =>
        DeviationMinutes is short deviation && !(standardTimeAllYear && deviation == 0) ? MeterClock.At(Local, (short)-deviation)
        : standardTimeAllYear ? clock.StandardTime(Local)
        : DaylightSaving ? clock.WithDaylightFlag(Local, daylight: true)
        : clock.ByZone(Local);
}
