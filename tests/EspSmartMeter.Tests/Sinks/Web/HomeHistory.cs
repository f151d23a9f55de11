using EspSmartMeter.Sinks.History;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>Forty days of a home as the app remembers them: it cooks in the evening, and its roof feeds in about noon.</summary>
internal static class HomeHistory
{
    private const int Hours = 900, Quarters = 180;

    /// <param name="meter">Whose it becomes.</param>
    /// <param name="now">Until when, in UTC.</param>
    /// <param name="gaps">In which nothing was heard.</param>
    public static StoredHistory Of(string meter, DateTimeOffset now, params EnergyGap[] gaps) => new()
    {
        Meters = new Dictionary<string, StoredMeterHistory>
        {
            [meter] = new()
            {
                Hours = [.. Enumerable.Range(1, Hours).Reverse().Select(back => Span(HourOf(now).AddHours(-back), 1))],
                Quarters = [.. Enumerable.Range(1, Quarters).Reverse().Select(back => Span(HourOf(now).AddMinutes(-15 * back), 0.25m))],
                Gaps = gaps,
            },
        },
    };

    /// <summary>The start of the hour of a moment.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset now) => new(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);

    // No two days alike, and each run the same.
    private static EnergySpan Span(DateTimeOffset from, decimal hours)
    {
        Random chance = new((from.DayOfYear * 24) + from.Hour);
        decimal cloud = new Random(from.DayOfYear).Next(20, 100) / 100m, wobble = chance.Next(80, 120) / 100m;
        decimal used = from.Hour switch { >= 17 and <= 20 => 1.3m, 7 or 8 => 0.9m, <= 5 => 0.15m, _ => 0.35m };
        decimal sun = from.Hour is >= 9 and <= 15 ? cloud * (4 - Math.Abs(12 - from.Hour)) * 0.35m : 0;
        return new(from, hours * wobble * Math.Max(0, used - sun), hours * wobble * Math.Max(0, sun - used));
    }
}
