using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Peaks;

/// <summary>One meter under a scheme: its windows, its figures, what is expected of the running window. One thread at a time tells it of telegrams.</summary>
internal sealed class PeakTracker
{
    /// <summary>In the last minute what is free would grow without bound. In milliseconds.</summary>
    private const long LeastLeft = 60_000;

    private const long Quarter = 900_000;

    private readonly PeakScheme _scheme;
    private readonly PeakClock _clock;
    private readonly PeakFigure[] _figures;
    private readonly WindowMeter _windows;
    private readonly RecentPower _recent = new();
    private readonly WindowForecast _forecast;
    private readonly PeakWarning _warning = new();
    private readonly List<ClosedWindow> _closed = [];
    private readonly MissedWindows _missed = new();
    private (long At, long Milliwatts)? _ownDemand;

    public PeakTracker(PeakScheme scheme, TimeZoneInfo zone)
    {
        _scheme = scheme;
        _clock = new PeakClock(zone, scheme.WindowMinutes);
        _windows = new WindowMeter(_clock);
        _forecast = new WindowForecast(_clock.WindowLength);
        _figures = [.. scheme.Components.Select(component => new PeakFigure(component))];
    }

    public IReadOnlyList<PeakFigure> Figures => _figures;

    /// <summary>What of this month too little was heard of; oldest first.</summary>
    public IReadOnlyList<MissedSpan> Missed => _missed.Spans;

    /// <summary>From when on this month is known, where that is not its beginning; null: it is, or nothing is known yet.</summary>
    public long? Since => IsKnown && _missed.Since > _clock.StartOf(_figures[0].Month) ? _missed.Since : null;

    /// <summary>True once the meter's own highest quarter is taken in the place of ours.</summary>
    public bool TakesOwn { get; private set; }

    /// <summary>Null until the first telegram.</summary>
    public PeakStatus? Status { get; private set; }

    /// <summary>The windows that the newest call closed.</summary>
    public IReadOnlyList<ClosedWindow> Closed => _closed;

    /// <summary>Takes in a telegram.</summary>
    public void Take(in PeakSample sample)
    {
        _closed.Clear();
        _windows.Take(sample, _closed);
        if (sample.Milliwatts is long milliwatts)
            _recent.Take(sample.At, milliwatts, sample.Longest);
        if (sample.OwnDemand is long demand)
            _ownDemand = (sample.At, demand);
        Book();
        if (sample.OwnPeak is long peak && IsPlainQuarter)
            TakeOwn(peak, sample.OwnPeakAt);
        Look();
    }

    /// <summary>Time goes on.</summary>
    public void Pass(long now)
    {
        _closed.Clear();
        _windows.Pass(now, _closed);
        if (_windows.Running is null)
            return;
        Book();
        // Before the first telegram nothing is known of now.
        if (Status is not null)
            Look();
    }

    /// <summary>What is to survive a restart.</summary>
    public StoredPeaks Stored() => new()
    {
        Measured = _scheme.Measured,
        Running = _windows.Running,
        Figures = [.. _figures.Select(figure => new StoredFigure { Month = figure.Month, Entries = [.. figure.Entries], Past = [.. figure.Past] })],
        Missed = [.. _missed.Spans],
        Since = _missed.Since,
    };

    /// <summary>Goes on from another run, where that measured the same windows.</summary>
    public void Restore(StoredPeaks stored)
    {
        if (stored.Measured != _scheme.Measured || stored.Figures.Count != _figures.Length)
            return;
        for (int at = 0; at < _figures.Length; at++)
            _figures[at].Restore(stored.Figures[at].Month, stored.Figures[at].Entries, stored.Figures[at].Past);
        _missed.Restore(stored.Since, stored.Missed);
        if (stored.Running is RunningWindow running)
            _windows.Restore(running);
    }

    /// <summary>The meter's own means and peaks are of quarters that weigh all the same.</summary>
    private bool IsPlainQuarter => _scheme.Components is [{ WindowMinutes: 15, Highest: 1, Grouping: PeakGrouping.None, HourWeights.Count: 0, MonthWeights.Count: 0, Holidays: null } component]
        && component.HoursThatCount == (1 << PeakComponent.Hours) - 1
        && component.WeekdaysThatCount == (1 << PeakComponent.Weekdays) - 1
        && component.MonthsThatCount == (1 << PeakComponent.Months) - 1;

    private void Book()
    {
        foreach (ClosedWindow window in _closed)
        {
            DateTime local = _clock.Local(window.Start);
            BeginMonth(local);
            if (window.IsWhole)
                _missed.Hear(window.Start);
            else if (!TakesOwn && Counts(local))
                _missed.Miss(window.Start, window.Start + _clock.WindowLength);
            if (window.IsWhole && !TakesOwn && PeakClock.MonthOf(local) == _figures[0].Month)
                Count(window, local);
        }
        // Until the month's last window is closed it is still that month.
        BeginMonth(_clock.Local(_windows.OldestOpen));
    }

    private void BeginMonth(DateTime local)
    {
        int month = PeakClock.MonthOf(local);
        if (month == _figures[0].Month || month == _figures[0].Month - 1)
            return;
        bool isPartial = !TakesOwn && IsKnown && !_missed.IsWhole(_clock.StartOf(_figures[0].Month));
        foreach (PeakFigure figure in _figures)
            figure.BeginMonth(month, isPartial);
        _missed.Begin();
        // Its own peak of the new month has yet to come.
        TakesOwn = false;
    }

    /// <summary>A month has begun at all.</summary>
    private bool IsKnown => _figures[0].Month > 0;

    private bool Counts(DateTime local) => Array.Exists(_figures, figure => figure.Component.WeightAt(local) > 0);

    private void Count(ClosedWindow window, DateTime local)
    {
        foreach (PeakFigure figure in _figures)
        {
            int weight = figure.Component.WeightAt(local);
            if (weight > 0)
                figure.Take(new PeakEntry(figure.Component.GroupOf(local, window.Start), window.Start, window.Milliwatts * weight / 100));
        }
    }

    /// <summary>A peak of this month, as the meter has it. Without a moment it may still be the last month's.</summary>
    private void TakeOwn(long milliwatts, long? endedAt)
    {
        PeakFigure figure = _figures[0];
        if (endedAt is not long ended || ended < Quarter)
            return;
        long start = ended - Quarter;
        if (PeakClock.MonthOf(_clock.Local(start)) != figure.Month)
            return;
        TakesOwn = true;
        if (figure.Entries.Count != 1 || figure.Entries[0].Milliwatts != milliwatts)
            figure.Restore(figure.Month, [new PeakEntry(start, start, milliwatts)], [.. figure.Past]);
    }

    private void Look()
    {
        RunningWindow running = _windows.Running!;
        long now = _windows.Now, end = _windows.End, left = end - now;
        long[] means = _recent.Means();
        long energy = OwnEnergy(running, now, means) ?? _windows.EnergySoFar();
        long? limit = LimitOf(running.Start);
        long rest = _forecast.Rest(running.Start, left, energy, means, limit);
        long mean = now > running.Start ? energy / (now - running.Start) : rest;
        long forecast = (energy + (left * rest)) / _clock.WindowLength, least = (energy + (left * rest / 2)) / _clock.WindowLength;
        long? free = limit is long most ? (((most * _clock.WindowLength) - energy) / Math.Max(left, LeastLeft)) - rest : null;
        _warning.Look(running.Start, left, forecast, least, limit);
        PeakFigure first = _figures[0];
        Status = new PeakStatus(now, running.Start, end, mean, forecast, first.OfMonth, first.Billed, limit, free, _warning.IsOn);
    }

    private long? OwnEnergy(RunningWindow running, long now, long[] means) =>
        IsPlainQuarter && _ownDemand is { } own && own.At >= running.Start && own.At > now - LeastLeft
            ? (own.Milliwatts * Quarter) + ((now - own.At) * _forecast.Usual(means))
            : null;

    /// <summary>What the running window's own mean may be: the least that any component leaves.</summary>
    private long? LimitOf(long start)
    {
        DateTime local = _clock.Local(start);
        long? least = null;
        foreach (PeakFigure figure in _figures)
        {
            int weight = figure.Component.WeightAt(local);
            if (weight > 0 && figure.Limit(figure.Component.GroupOf(local, start)) is long limit && !(limit * 100 / weight >= least))
                least = limit * 100 / weight;
        }
        return least;
    }
}
