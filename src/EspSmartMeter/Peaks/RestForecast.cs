namespace EspSmartMeter.Peaks;

/// <summary>
/// What the rest of a window will be like, as this home teaches it: by the look-back whose mean has told the last minutes of high windows best, and nearer to what
/// came of those that looked alike. A hob that switches on and off is told by minutes, a car by the newest. Milliwatts; nothing of it survives a restart.
/// </summary>
internal sealed class RestForecast
{
    /// <summary>Of the high windows before; some weeks of them.</summary>
    private const int MostPast = 200;

    private const int Alike = 9;

    /// <summary>Before it has learnt: thermostats switch within minutes, and a shorter one would follow each of their steps.</summary>
    private const int AtFirst = 2;

    /// <summary>Percent of an error that are still there after the next.</summary>
    private const int Remembered = 95;

    private readonly long[] _errors = new long[RecentPower.LookBacks.Count];
    private readonly Queue<(long[] Means, long Came)> _past = new();

    private int Best => _past.Count == 0 ? AtFirst : Array.IndexOf(_errors, _errors.Min());

    /// <summary>What the rest is expected to be like, by its look-back alone.</summary>
    public long Expected(long[] means) => means[Best];

    /// <summary>What the last minutes of a high window are expected to be like.</summary>
    public long ExpectedOfHigh(long[] means)
    {
        int best = Best;
        if (_past.Count < 2 * Alike)
            return means[best];
        long[] off = [.. _past.OrderBy(past => Distance(past.Means, means)).Take(Alike).Select(past => past.Came - past.Means[best]).Order()];
        // Half of it: nine are few.
        return Math.Max(0, means[best] + (off[Alike / 2] / 2));
    }

    /// <summary>What came of a high window.</summary>
    public void Learn(long[] means, long came)
    {
        for (int which = 0; which < means.Length; which++)
            _errors[which] = (_errors[which] * Remembered / 100) + Math.Abs(came - means[which]);
        _past.Enqueue((means, came));
        if (_past.Count > MostPast)
            _past.Dequeue();
    }

    private static long Distance(long[] one, long[] other)
    {
        long sum = 0;
        for (int which = 0; which < one.Length; which++)
            sum += Math.Abs(one[which] - other[which]);
        return sum;
    }
}
