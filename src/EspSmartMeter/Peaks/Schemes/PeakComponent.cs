using System.Globalization;

namespace EspSmartMeter.Peaks.Schemes;

/// <summary>What a component's figure is made over.</summary>
internal enum PeakPeriod : byte
{
    /// <summary>A month by the local clock.</summary>
    Month,

    /// <summary>The mean of the figures of the running month and the eleven before it.</summary>
    RollingTwelve,
}

/// <summary>Of which span only the highest window counts.</summary>
internal enum PeakGrouping : byte
{
    None,
    Day,

    /// <summary>From Monday on.</summary>
    Week,
}

/// <summary>One part of what a grid company bills by the highest windows. Powers are whole watts, weights percent.</summary>
internal sealed record PeakComponent
{
    public const int Hours = 24, Weekdays = 7, Months = 12;

    /// <summary>15 or 60, aligned to the local clock.</summary>
    public required int WindowMinutes { get; init; }

    public PeakPeriod Period { get; init; }

    public PeakGrouping Grouping { get; init; }

    /// <summary>The mean of so many of the highest is the figure.</summary>
    public int Highest { get; init; } = 1;

    /// <summary>The hours that count, a bit each, that from midnight on the lowest.</summary>
    public int HoursThatCount { get; init; } = (1 << Hours) - 1;

    /// <summary>The weekdays that count, a bit each, Monday the lowest.</summary>
    public int WeekdaysThatCount { get; init; } = (1 << Weekdays) - 1;

    /// <summary>The months that count, a bit each, January the lowest.</summary>
    public int MonthsThatCount { get; init; } = (1 << Months) - 1;

    /// <summary>The country whose public holidays do not count; null: they count as their weekday does.</summary>
    public string? Holidays { get; init; }

    /// <summary>What a window in an hour weighs; empty: 100 each.</summary>
    public IReadOnlyList<int> HourWeights { get; init; } = [];

    /// <summary>What a window in a month weighs; empty: 100 each.</summary>
    public IReadOnlyList<int> MonthWeights { get; init; } = [];

    /// <summary>The figure is billed as if it were at least this.</summary>
    public int FloorWatts { get; init; }

    /// <summary>Up to and with each the bill is the same; rising. Empty: each watt is billed.</summary>
    public IReadOnlyList<int> StepsWatts { get; init; } = [];

    /// <summary>Which windows count and as what, as text: what was measured under another is of no use. What is billed of them is no part of it.</summary>
    public string Measured => string.Create(
        CultureInfo.InvariantCulture,
        $"{WindowMinutes} {Grouping} {Highest} {HoursThatCount:x} {WeekdaysThatCount:x} {MonthsThatCount:x} {Holidays} {string.Join(',', HourWeights)} {string.Join(',', MonthWeights)}");

    /// <summary>What a window that begins at this local time weighs; 0: it does not count.</summary>
    public int WeightAt(DateTime local)
    {
        int weekday = ((int)local.DayOfWeek + 6) % Weekdays, month = local.Month - 1;
        bool counts = (HoursThatCount >> local.Hour & 1) == 1 && (WeekdaysThatCount >> weekday & 1) == 1 && (MonthsThatCount >> month & 1) == 1
            && !(Holidays is string country && PublicHolidays.Has(country, DateOnly.FromDateTime(local)));
        return !counts ? 0 : WeightOf(HourWeights, local.Hour) * WeightOf(MonthWeights, month) / 100;
    }

    /// <summary>What windows are told apart by, of which only the highest counts.</summary>
    public long GroupOf(DateTime local, long windowStart) => Grouping switch
    {
        PeakGrouping.Day => DateOnly.FromDateTime(local).DayNumber,
        // Day 0 was a Monday.
        PeakGrouping.Week => DateOnly.FromDateTime(local).DayNumber / Weekdays,
        _ => windowStart,
    };

    private static int WeightOf(IReadOnlyList<int> weights, int at) => weights.Count == 0 ? 100 : weights[at];
}
