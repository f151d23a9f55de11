using System.Globalization;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Peaks;

/// <summary>Why a window is warned of, in words.</summary>
internal static class PeakReason
{
    private const long Milli = 1000;

    /// <summary>Tens of watts are told: what is told more finely is another sentence each second.</summary>
    private const long Step = 10 * Milli;

    /// <summary>The sentence; null where nothing is warned of.</summary>
    /// <param name="status">How the meter stands.</param>
    /// <param name="zone">Whose clock the window's end is told by.</param>
    public static Sentence? Of(PeakStatus status, TimeZoneInfo zone)
    {
        if (status is not { Warns: true, Limit: long limit, Free: long free })
            return null;
        string end = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(status.WindowEnd), zone).ToString("HH:mm", CultureInfo.InvariantCulture);
        long forecast = Tens(status.Forecast), most = limit / Milli;
        return status.IsPast ? Sentence.Of("peak.warning_past", end, forecast, most)
            : free < 0 ? Sentence.Of("peak.warning", end, forecast, most, Tens(Step - 1 - free))
            : Sentence.Of("peak.warning_near", end, forecast, most, Tens(free));
    }

    private static long Tens(long milliwatts) => milliwatts / Step * 10;
}
