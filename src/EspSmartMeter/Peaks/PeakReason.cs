using System.Globalization;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Peaks;

/// <summary>Why a window is warned of, in words.</summary>
internal static class PeakReason
{
    private const long Milli = 1000;

    /// <summary>The sentence; null where nothing is warned of.</summary>
    /// <param name="status">How the meter stands.</param>
    /// <param name="zone">Whose clock the window's end is told by.</param>
    public static Sentence? Of(PeakStatus status, TimeZoneInfo zone)
    {
        if (status is not { Warns: true, Limit: long limit, Free: long free })
            return null;
        string end = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(status.WindowEnd), zone).ToString("HH:mm", CultureInfo.InvariantCulture);
        return free < 0
            ? Sentence.Of("peak.warning", end, status.Forecast / Milli, limit / Milli, -free / Milli)
            : Sentence.Of("peak.warning_near", end, status.Forecast / Milli, limit / Milli, free / Milli);
    }
}
