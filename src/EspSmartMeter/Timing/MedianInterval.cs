namespace EspSmartMeter.Timing;

/// <summary>
/// Learns how often something comes: the median of the last gaps, which one outage does not bend.
/// </summary>
internal sealed class MedianInterval
{
    private const int Remembered = 9;

    private readonly List<TimeSpan> _gaps = new(Remembered);
    private DateTimeOffset? _last;

    public MedianInterval(TimeSpan? restored = null)
    {
        if (restored is TimeSpan interval)
            _gaps.Add(interval);
    }

    /// <summary>The usual time from one to the next; null until two have come.</summary>
    public TimeSpan? Value { get; private set; }

    /// <summary>Notes that it came. A clock that was set back counts for nothing.</summary>
    public void Came(DateTimeOffset at)
    {
        if (_last is DateTimeOffset last && at > last)
        {
            if (_gaps.Count == Remembered)
                _gaps.RemoveAt(0);
            _gaps.Add(at - last);
        }
        _last = at;
        Value = Median();
    }

    private TimeSpan? Median()
    {
        if (_gaps.Count == 0)
            return null;
        TimeSpan[] sorted = [.. _gaps];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
