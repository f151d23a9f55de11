namespace EspSmartMeter.Meters.Guard;

/// <summary>How soon telegrams follow each other where none is lost: the shortest tenth of the last gaps, so that two which a gateway kept back do not count.</summary>
internal sealed class ShortestGap
{
    private const int Remembered = 32;

    private readonly Queue<TimeSpan> _gaps = new(Remembered);
    private DateTimeOffset? _last;

    /// <summary>Null until two have come.</summary>
    public TimeSpan? Value { get; private set; }

    public void Came(DateTimeOffset at)
    {
        if (_last is DateTimeOffset last && at > last)
        {
            if (_gaps.Count == Remembered)
                _gaps.Dequeue();
            _gaps.Enqueue(at - last);
            TimeSpan[] sorted = [.. _gaps];
            Array.Sort(sorted);
            Value = sorted[sorted.Length / 10];
        }
        _last = at;
    }
}
