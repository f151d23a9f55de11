namespace EspSmartMeter.Timing;

/// <summary>How long what a meter said holds.</summary>
internal static class Freshness
{
    /// <summary>So many intervals may pass before something counts as gone.</summary>
    private const int Intervals = 3;

    /// <summary>A telegram or two lost on a bad radio link is no news, however often the meter sends.</summary>
    private static readonly TimeSpan LeastForValue = TimeSpan.FromSeconds(15), LeastForMeter = TimeSpan.FromSeconds(60), LeastForLeader = TimeSpan.FromSeconds(5);

    /// <summary>Until it is learnt: the slowest push there is.</summary>
    private static readonly TimeSpan SlowestPush = TimeSpan.FromHours(1);

    /// <summary>How old an instant may be and still tell what is now.</summary>
    public static TimeSpan OfValue(TimeSpan? interval) => Limit(interval, LeastForValue);

    /// <summary>How long a meter may be silent and still count as there.</summary>
    public static TimeSpan OfMeter(TimeSpan? interval) => Limit(interval, LeastForMeter);

    /// <summary>How long the source that leads may be silent before another of the same meter counts.</summary>
    public static TimeSpan OfLeader(TimeSpan? interval) => interval is TimeSpan learnt ? Limit(learnt, LeastForLeader) : LeastForMeter;

    private static TimeSpan Limit(TimeSpan? interval, TimeSpan least)
    {
        TimeSpan limit = (interval ?? SlowestPush) * Intervals;
        return limit > least ? limit : least;
    }
}
