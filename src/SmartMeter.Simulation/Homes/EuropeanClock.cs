namespace SmartMeter.Simulation.Homes;

/// <summary>
/// A meter's wall clock: a standard offset, and the European Union's summer time where the meter follows it
/// (from the last Sunday of March to that of October, 01:00 UTC). Needs no time zone database.
/// </summary>
public sealed record EuropeanClock(int StandardOffsetMinutes = 60, bool SummerTime = true)
{
    /// <summary>Central European Time, with summer time.</summary>
    public static readonly EuropeanClock Central = new();

    /// <summary>Eastern European Time, with summer time.</summary>
    public static readonly EuropeanClock Eastern = new(120);

    /// <summary>Central European Time that never changes: what Kamstrup's clocks show.</summary>
    public static readonly EuropeanClock CentralStandard = new(60, SummerTime: false);

    /// <summary>The wall clock at this instant, with its offset.</summary>
    public DateTimeOffset At(DateTimeOffset instant) =>
        instant.ToOffset(TimeSpan.FromMinutes(StandardOffsetMinutes + (IsSummer(instant) ? 60 : 0)));

    public bool IsSummer(DateTimeOffset instant)
    {
        DateTime utc = instant.UtcDateTime;
        return SummerTime && utc >= Change(utc.Year, 3) && utc < Change(utc.Year, 10);
    }

    private static DateTime Change(int year, int month)
    {
        DateTime last = new(year, month, 31, 1, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
