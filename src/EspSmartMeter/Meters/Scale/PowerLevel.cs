namespace EspSmartMeter.Meters.Scale;

/// <summary>What a power is half of the time while any flows, by doublings: a car that charges for an hour moves the mean of a home, and hardly this.</summary>
internal sealed class PowerLevel
{
    /// <summary>From a millionth of a watt to a terawatt.</summary>
    private const int Levels = 60, LevelOfOneWatt = 20;

    private static readonly decimal[] From = [.. Enumerable.Range(0, Levels).Select(level => Level(level - LevelOfOneWatt))];

    private readonly long[] _ticks = new long[Levels];
    private long _all;

    /// <summary>In watts, to a doubling; null: none flowed.</summary>
    public decimal? Median
    {
        get
        {
            long seen = 0;
            for (int level = 0; level < Levels; level++)
            {
                seen += _ticks[level];
                if (seen > 0 && seen * 2 >= _all)
                    return From[level] * 1.5m;
            }
            return null;
        }
    }

    /// <summary>So much flowed for so long.</summary>
    public void Add(decimal watts, TimeSpan time)
    {
        if (watts < From[0])
            return;
        // What was weeks ago counts less.
        if (_all > TimeSpan.TicksPerDay * 14)
            Halve();
        int found = Array.BinarySearch(From, watts);
        _ticks[found >= 0 ? found : ~found - 1] += time.Ticks;
        _all += time.Ticks;
    }

    private void Halve()
    {
        _all = 0;
        for (int level = 0; level < Levels; level++)
            _all += _ticks[level] /= 2;
    }

    private static decimal Level(int doublings)
    {
        decimal level = 1;
        for (int i = 0; i < Math.Abs(doublings); i++)
            level = doublings > 0 ? level * 2 : level / 2;
        return level;
    }
}
