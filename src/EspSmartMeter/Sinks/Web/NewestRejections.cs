namespace EspSmartMeter.Sinks.Web;

/// <summary>The newest rejections, for the page.</summary>
internal sealed class NewestRejections
{
    private const int Kept = 50;

    private readonly Lock _gate = new();
    private readonly Queue<Rejection> _newest = new();

    public void Note(Rejection rejection)
    {
        lock (_gate)
        {
            if (_newest.Count == Kept)
                _newest.Dequeue();
            _newest.Enqueue(rejection);
        }
    }

    /// <summary>The newest last.</summary>
    public IReadOnlyList<Rejection> All
    {
        get
        {
            lock (_gate)
                return [.. _newest];
        }
    }
}
