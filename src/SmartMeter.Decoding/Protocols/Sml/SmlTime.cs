using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// The time of SML (BSI TR-03109-1, annex IV, 6.2.4), a list of two: which kind, and the time.
/// <code>1 | seconds of operation u32      2 | UTC u32      3 | list of 3: UTC u32, offset i16, daylight offset i16 (minutes)</code>
/// Holley's meters leave the list out and send the seconds of operation alone.
/// </summary>
internal static class SmlTime
{
    private const uint SecondsOfOperation = 1, Utc = 2, UtcWithOffsets = 3;

    // A clock that was never set counts from 1970.
    private static readonly DateTime EarliestSet = new(2000, 1, 1);

    /// <summary>The moment; false where the value counts seconds of operation, or is not there.</summary>
    public static bool TryMoment(SmlDocument document, int index, out MeterTime time)
    {
        time = default;
        if (!document[index].IsListOf(2) || !document.TryNumber(document[index + 1], out decimal kind))
            return false;
        int at = index + 2, offset = 0;
        if (kind == UtcWithOffsets && document[at].IsListOf(3))
        {
            if (!document.TryNumber(document[at + 2], out decimal standard) || !document.TryNumber(document[at + 3], out decimal daylight))
                return false;
            if (Math.Abs(standard + daylight) > MeterTime.LargestOffset)
                return false;
            offset = (int)(standard + daylight);
            at++;
        }
        else if (kind != Utc)
        {
            return false;
        }
        return document.TryNumber(document[at], out decimal seconds) && TryMoment(seconds, offset, out time);
    }

    /// <summary>The seconds that the meter has run; false where the value is a moment, or is not there.</summary>
    public static bool TrySecondsOfOperation(SmlDocument document, int index, out decimal seconds)
    {
        if (document[index].Type == SmlType.Unsigned)
            return document.TryNumber(document[index], out seconds);
        seconds = 0;
        return document[index].IsListOf(2) && document.TryNumber(document[index + 1], out decimal kind) && kind == SecondsOfOperation
            && document.TryNumber(document[index + 2], out seconds);
    }

    private static bool TryMoment(decimal seconds, int offsetMinutes, out MeterTime time)
    {
        time = default;
        if (seconds is < 0 or > uint.MaxValue)
            return false;
        DateTime utc = DateTime.UnixEpoch.AddSeconds((double)seconds);
        time = new MeterTime(DateTime.SpecifyKind(utc.AddMinutes(offsetMinutes), DateTimeKind.Unspecified), (short)offsetMinutes);
        return utc >= EarliestSet;
    }
}
