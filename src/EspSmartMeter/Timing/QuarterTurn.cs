namespace EspSmartMeter.Timing;

/// <summary>The end of each quarter of an hour, by which energy is priced: what is told a minute later counts in the next.</summary>
internal static class QuarterTurn
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15), Last = TimeSpan.FromSeconds(2);

    /// <summary>When the last two seconds of the quarter began, where this is in them; null: it is not. The quarters of all time zones turn together.</summary>
    public static DateTimeOffset? LastSeconds(DateTimeOffset now)
    {
        TimeSpan left = Quarter - TimeSpan.FromTicks(now.UtcTicks % Quarter.Ticks);
        return left <= Last ? now + left - Last : null;
    }
}
