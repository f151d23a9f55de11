namespace EspSmartMeter.Peaks;

/// <summary>The mean of the power of the last minutes: what the rest of a window is taken to be like.</summary>
internal sealed class RecentMean
{
    /// <summary>Thermostats switch within minutes, and less would follow each of their steps. In milliseconds.</summary>
    public const long Span = 300_000;

    /// <summary>A meter that sends each second fills it.</summary>
    private const int Most = 512;

    private readonly Queue<(long From, long To, long Milliwatts)> _samples = new();
    private long? _sampled;

    /// <summary>Takes in a power; it stands for the time since the one before.</summary>
    public void Take(long at, long milliwatts, long longest)
    {
        long from = _sampled is long since && at > since && at - since <= longest ? since : at - 1;
        _samples.Enqueue((from, at, milliwatts));
        _sampled = at;
        while (_samples.Count > 1 && (_samples.Peek().To <= at - Span || _samples.Count > Most))
            _samples.Dequeue();
    }

    /// <summary>In milliwatts; 0 where none came.</summary>
    public long Milliwatts
    {
        get
        {
            long energy = 0, time = 0;
            foreach ((long from, long to, long milliwatts) in _samples)
            {
                long within = to - Math.Max(from, _sampled!.Value - Span);
                energy += within * milliwatts;
                time += within;
            }
            return time == 0 ? 0 : energy / time;
        }
    }
}
