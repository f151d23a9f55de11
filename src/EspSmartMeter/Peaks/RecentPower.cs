namespace EspSmartMeter.Peaks;

/// <summary>The means of the power of the last minutes, over several look-backs. Moments and spans are milliseconds.</summary>
internal sealed class RecentPower
{
    private const long Minute = 60_000;

    /// <summary>A meter that sends each second fills it.</summary>
    private const int Most = 1024;

    private readonly Queue<(long From, long To, long Milliwatts)> _samples = new();
    private long? _sampled;

    /// <summary>Shortest first.</summary>
    public static IReadOnlyList<long> LookBacks { get; } = [Minute, 2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute];

    /// <summary>Takes in a power; it stands for the time since the one before.</summary>
    public void Take(long at, long milliwatts, long longest)
    {
        long from = _sampled is long since && at > since && at - since <= longest ? since : at - 1;
        _samples.Enqueue((from, at, milliwatts));
        _sampled = at;
        while (_samples.Count > 1 && (_samples.Peek().To <= at - LookBacks[^1] || _samples.Count > Most))
            _samples.Dequeue();
    }

    /// <summary>In milliwatts, one for each look-back; 0 where none came.</summary>
    public long[] Means()
    {
        long[] means = new long[LookBacks.Count];
        for (int which = 0; which < means.Length; which++)
            means[which] = Mean(LookBacks[which]);
        return means;
    }

    private long Mean(long span)
    {
        long energy = 0, time = 0;
        foreach ((long from, long to, long milliwatts) in _samples)
        {
            long within = to - Math.Max(from, _sampled!.Value - span);
            if (within <= 0)
                continue;
            energy += within * milliwatts;
            time += within;
        }
        return time == 0 ? 0 : energy / time;
    }
}
