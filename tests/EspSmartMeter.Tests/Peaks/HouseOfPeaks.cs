using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Tests.Peaks;

/// <summary>A house that draws the same all the time but for the windows that are told, under a scheme; its power comes each five minutes.</summary>
internal sealed class HouseOfPeaks(PeakScheme scheme, string zone, int watts)
{
    private const long Step = 300_000;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

    public PeakTracker Tracker { get; } = new(scheme, TimeZoneInfo.FindSystemTimeZoneById(zone));

    public PeakFigure Figure => Tracker.Figures[0];

    /// <summary>Lives through a month, up to the last moment that is still its own.</summary>
    /// <param name="year">The year.</param>
    /// <param name="month">The month.</param>
    /// <param name="windows">When a window begins by the local clock, and its watts.</param>
    public void Live(int year, int month, params (int Day, int Hour, int Minute, int Watts)[] windows)
    {
        Dictionary<long, int> told = windows.ToDictionary(window => At(new DateTime(year, month, window.Day, window.Hour, window.Minute, 0)), window => window.Watts);
        long length = scheme.WindowMinutes * 60_000L, from = At(new DateTime(year, month, 1)), to = At(new DateTime(year, month, 1).AddMonths(1));
        for (long at = from; at < to; at += Step)
        {
            // A sample stands for the time since the one before.
            long window = at - Step - ((at - Step - from) % length);
            Tracker.Take(new PeakSample(at) { Milliwatts = told.GetValueOrDefault(window, watts) * 1000L, Longest = 2 * Step });
        }
    }

    private long At(DateTime local) => new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
}
