namespace EspSmartMeter.Peaks;

/// <summary>A stretch of windows that too little was heard of, one after the other. Moments are milliseconds since 1970.</summary>
internal readonly record struct MissedSpan(long From, long To);

/// <summary>What of the running month is not known: a peak in it is neither counted nor guessed.</summary>
internal sealed class MissedWindows
{
    private const int Most = 100;

    private readonly List<MissedSpan> _spans = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<MissedSpan> Spans => _spans;

    /// <summary>When the first window began that was ever known; null: none was yet.</summary>
    public long? Since { get; private set; }

    /// <summary>A window was heard.</summary>
    public void Hear(long start)
    {
        // The clock was ahead before.
        if (!(Since <= start))
            Since = start;
    }

    /// <summary>A window was missed. Before the first that is known there is nothing to miss.</summary>
    public void Miss(long start, long end)
    {
        if (!(Since <= start))
            return;
        // Where there is no room, more is told than was missed, and never less.
        if (_spans.Count > 0 && (_spans[^1].To == start || _spans.Count == Most))
            _spans[^1] = _spans[^1] with { To = end };
        else
            _spans.Add(new MissedSpan(start, end));
    }

    /// <summary>Whether the month up to now is known from its beginning, and without a gap.</summary>
    public bool IsWhole(long monthBegins) => Since <= monthBegins && _spans.Count == 0;

    /// <summary>Another month begins.</summary>
    public void Begin() => _spans.Clear();

    /// <summary>Goes on from another run.</summary>
    public void Restore(long? since, IEnumerable<MissedSpan> spans)
    {
        Since = since;
        _spans.AddRange(spans.Take(Most));
    }
}
