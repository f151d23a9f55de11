namespace EspSmartMeter.Sinks.History;

/// <summary>One bar: what flowed in a span of time.</summary>
/// <param name="From">When it begins, by the clock of the house.</param>
/// <param name="Import">In kWh; null where nothing of it is known.</param>
/// <param name="Export">As <paramref name="Import"/>.</param>
internal readonly record struct EnergyBar(DateTimeOffset From, decimal? Import, decimal? Export);

/// <summary>The bars of a day and of its month, by the clock of the house: a day of 23 hours has 23.</summary>
/// <param name="zone">Of the house.</param>
internal sealed class HistoryView(TimeZoneInfo zone)
{
    /// <summary>The date at a moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);

    /// <summary>The spans of one day, one after the other, those that nothing is known of included.</summary>
    public IReadOnlyList<EnergyBar> SpansOf(DateOnly day, IReadOnlyList<EnergySpan> spans, TimeSpan length)
    {
        DateTimeOffset end = Midnight(day.AddDays(1));
        List<EnergyBar> bars = [];
        for (DateTimeOffset from = Midnight(day); from < end; from += length)
            bars.Add(BarOf(from, [.. spans.Where(span => span.From == from)]));
        return bars;
    }

    /// <summary>The days of the month that <paramref name="day"/> lies in, from its hours.</summary>
    public IReadOnlyList<EnergyBar> DaysOf(DateOnly day, IReadOnlyList<EnergySpan> hours)
    {
        ILookup<DateOnly, EnergySpan> byDay = hours.ToLookup(hour => DayOf(hour.From));
        return [.. Enumerable.Range(1, DateTime.DaysInMonth(day.Year, day.Month)).Select(number => new DateOnly(day.Year, day.Month, number)).Select(date => BarOf(Midnight(date), [.. byDay[date]]))];
    }

    private EnergyBar BarOf(DateTimeOffset from, EnergySpan[] within) => within.Length == 0
        ? new EnergyBar(Local(from), null, null)
        : new EnergyBar(Local(from), within.Sum(span => span.Import), within.Sum(span => span.Export));

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    private DateTimeOffset Midnight(DateOnly day)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);
        // A day may begin at one: where the clock is set at midnight.
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
