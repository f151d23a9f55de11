namespace EspSmartMeter.Meters.Live;

/// <summary>
/// The energy that power has brought, in joules: each sample stands for the time since the one before. Where it is the mean of that time this is exact, and where
/// it is that of a moment, hardly worse than any other way. A gap that is longer than a lost telegram or two brings nothing, and is noted.
/// </summary>
internal sealed class PowerIntegral
{
    /// <summary>How far back it is known what it was: to the oldest stamp a register is taken by, and for the telegram's own time.</summary>
    private static readonly TimeSpan Remembered = RegisterStamp.Oldest + TimeSpan.FromMinutes(1);

    /// <summary>A stream that floods with power shall not fill the memory.</summary>
    private const int MostRemembered = 1024;

    private readonly record struct Point(DateTimeOffset At, decimal Joules);

    private readonly Queue<Point> _past = new();
    private TimeSpan _interval, _longest;
    private DateTimeOffset? _told;

    /// <summary>The newest power, in watts; null: none is known that could be gone on from.</summary>
    public decimal? Watts { get; private set; }

    /// <summary>When the newest sample came; null: none has.</summary>
    public DateTimeOffset? Sampled { get; private set; }

    /// <summary>Up to the newest sample.</summary>
    public decimal Joules { get; private set; }

    /// <summary>From the first to the last hole that no register has told of yet; null: there is none.</summary>
    public PowerGap? Gap { get; private set; }

    /// <summary>A power that came.</summary>
    /// <param name="at">When.</param>
    /// <param name="watts">Not below 0.</param>
    /// <param name="interval">How often it comes.</param>
    /// <param name="longest">After a longer silence nobody knows what it was meanwhile.</param>
    public void Sample(DateTimeOffset at, decimal watts, TimeSpan interval, TimeSpan longest)
    {
        if (Sampled is DateTimeOffset last)
        {
            if (at < last)
                Rewind(at, last);
            else if (Watts is not null && at - last <= longest)
                Joules += Energy(watts, at - last);
            else
                Note(last, at);
        }
        (Sampled, Watts, _interval, _longest) = (at, watts, interval, longest);
        Remember(at);
    }

    /// <summary>Goes on from another run's last sample.</summary>
    public void Resume(DateTimeOffset sampled, decimal? watts, PowerGap? gap)
    {
        (Sampled, Watts, Gap) = (sampled, watts, gap);
        Remember(sampled);
    }

    /// <summary>
    /// What it was at a moment, or is: beyond the newest sample the power is taken to go on until the next one is due, and in a gap not even that. Before
    /// what is remembered it is what it was then.
    /// </summary>
    public decimal At(DateTimeOffset moment)
    {
        if (Sampled is not DateTimeOffset last || moment - last > _longest)
            return Joules;
        if (moment >= last)
            return Joules + Energy(Watts ?? 0, moment - last < _interval ? moment - last : _interval);
        Point before = _past.Peek();
        foreach (Point point in _past)
        {
            if (point.At >= moment)
                return moment <= before.At ? before.Joules : Between(before, point, moment);
            before = point;
        }
        return before.Joules;
    }

    /// <summary>A register came at <paramref name="at"/> that holds all energy up to <paramref name="stamp"/>: what the gap hid before is told now.</summary>
    /// <returns>The gap as far as it lies before; null: there was none.</returns>
    public PowerGap? TakeGap(DateTimeOffset stamp, DateTimeOffset at)
    {
        PowerGap? told = null;
        // Power that is silent now has a gap that no sample has ended yet.
        if (Gap is null && Sampled is DateTimeOffset last && at - last > _longest)
            told = Before(new PowerGap(From(last, at), at), stamp);
        else if (Gap is PowerGap gap)
            told = Before(gap, stamp);
        Gap = Gap is PowerGap noted && noted.To > stamp ? noted with { From = Later(noted.From, stamp) } : null;
        _told = stamp;
        return told;
    }

    private static PowerGap? Before(PowerGap gap, DateTimeOffset stamp) =>
        gap.From >= stamp ? null : gap.To > stamp ? gap with { To = stamp } : gap;

    private static decimal Energy(decimal watts, TimeSpan time) => watts * time.Ticks / TimeSpan.TicksPerSecond;

    private static decimal Between(Point from, Point to, DateTimeOffset moment) =>
        from.Joules + ((to.Joules - from.Joules) * (moment - from.At).Ticks / (to.At - from.At).Ticks);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>The clock was set back, and nobody knows how much time went by: what is remembered has the times of another clock.</summary>
    private void Rewind(DateTimeOffset at, DateTimeOffset last)
    {
        _past.Clear();
        _told = null;
        if (last - at > _longest)
            Note(at, at);
    }

    /// <summary>Where a gap begins that a register may have told the first part of.</summary>
    private DateTimeOffset From(DateTimeOffset last, DateTimeOffset to) => _told is DateTimeOffset told && told > last && told <= to ? told : last;

    private void Note(DateTimeOffset last, DateTimeOffset at)
    {
        PowerGap gap = new(From(last, at), at);
        Gap = Gap is PowerGap noted && noted.From < gap.From ? noted with { To = gap.To } : gap;
    }

    private void Remember(DateTimeOffset at)
    {
        while (_past.TryPeek(out Point oldest) && (at - oldest.At > Remembered || _past.Count >= MostRemembered))
            _past.Dequeue();
        _past.Enqueue(new Point(at, Joules));
    }
}
