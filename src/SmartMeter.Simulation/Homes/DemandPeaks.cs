namespace SmartMeter.Simulation.Homes;

/// <summary>The highest quarter-hour of a month.</summary>
/// <param name="Watts">Its average.</param>
/// <param name="At">The end of that quarter-hour.</param>
public readonly record struct MonthPeak(long Watts, DateTimeOffset At);

/// <summary>Quarter-hour averages and month peaks, which Belgium bills by.</summary>
public sealed class DemandPeaks
{
    private const int Quarter = 900, MonthsKept = 13;

    private readonly EuropeanClock _clock;
    private readonly List<(DateTimeOffset MonthEnd, MonthPeak Peak)> _history = [];
    private long _wattSeconds, _lastWatts;

    internal DemandPeaks(EuropeanClock clock, SeededNoise noise, DateTimeOffset start)
    {
        _clock = clock;
        DateTimeOffset local = clock.At(start);
        Month = new MonthPeak(0, start.AddSeconds(-(start.ToUnixTimeSeconds() % Quarter)));
        for (int back = 4; back >= 1; back--)
        {
            DateTimeOffset end = Midnight(local.Year, local.Month, 1 - back);
            DateTimeOffset taken = end.AddSeconds(-Quarter * (1 + noise.Below(301, back, 2000)));
            _history.Add((end, new MonthPeak(1500 + noise.Below(302, back, 4000), taken)));
        }
    }

    /// <summary>The average of the running quarter-hour so far, over its whole length: it starts at 0.</summary>
    public long Running => _wattSeconds / Quarter;

    /// <summary>The average of the last whole quarter-hour.</summary>
    public long Last => _lastWatts;

    public MonthPeak Month { get; private set; }

    /// <summary>Past months' peaks, oldest first, at most 13, each with the end of its month.</summary>
    public IReadOnlyList<(DateTimeOffset MonthEnd, MonthPeak Peak)> History => _history;

    internal void Add(long watts, long utcSecond)
    {
        if (utcSecond % Quarter == 0)
            CloseQuarter(DateTimeOffset.FromUnixTimeSeconds(utcSecond));
        _wattSeconds += watts;
    }

    private void CloseQuarter(DateTimeOffset end)
    {
        _lastWatts = _wattSeconds / Quarter;
        _wattSeconds = 0;
        if (_lastWatts > Month.Watts)
            Month = new MonthPeak(_lastWatts, end);
        DateTimeOffset local = _clock.At(end);
        if (local is not { Day: 1, Hour: 0, Minute: 0 })
            return;
        _history.Add((end, Month));
        if (_history.Count > MonthsKept)
            _history.RemoveAt(0);
        Month = new MonthPeak(0, end);
    }

    private DateTimeOffset Midnight(int year, int month, int monthsLater)
    {
        DateTime local = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(monthsLater);
        // No change of clocks happens on a first of the month, so the offset of a close instant is the right one.
        DateTimeOffset guess = new(local, TimeSpan.FromMinutes(_clock.StandardOffsetMinutes));
        return new DateTimeOffset(local, _clock.At(guess).Offset);
    }
}
