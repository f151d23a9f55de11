using System.Globalization;

namespace EspSmartMeter.Peaks.Schemes;

/// <summary>Reads a component from its fields, as a row of the table writes them.</summary>
internal static class PeakFields
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["window", "period", "grouping", "highest", "hours", "weekdays", "months", "holidays", "hour_weights", "month_weights", "floor", "steps"];

    /// <summary>No house connection is larger.</summary>
    public const int MostWatts = 1_000_000;

    /// <summary>A window of each day of a month.</summary>
    public const int MostHighest = 31;

    /// <summary>No holiday is left out.</summary>
    public const string NoHolidays = "none";

    private const int MostWeight = 1000, MostSteps = 50;

    /// <summary>The minutes of a window.</summary>
    public static readonly string[] Windows = ["15", "60"];

    /// <summary>In the order of <see cref="PeakPeriod"/>; the first where none is given.</summary>
    public static readonly string[] Periods = ["month", "rolling-12"];

    /// <summary>In the order of <see cref="PeakGrouping"/>; the first where none is given.</summary>
    public static readonly string[] Groupings = ["none", "day", "week"];

    /// <summary>The component.</summary>
    /// <param name="field">A field's text by its name; null or empty: not given.</param>
    /// <exception cref="FormatException">A field is wrong; the message begins with its name.</exception>
    public static PeakComponent Read(Func<string, string?> field)
    {
        string? Given(string name) => field(name)?.Trim() is { Length: > 0 } text ? text : null;
        return new PeakComponent
        {
            WindowMinutes = int.Parse(Windows[Choice("window", Given("window"), Windows)], CultureInfo.InvariantCulture),
            Period = (PeakPeriod)Choice("period", Given("period") ?? Periods[0], Periods),
            Grouping = (PeakGrouping)Choice("grouping", Given("grouping") ?? Groupings[0], Groupings),
            Highest = Number("highest", Given("highest") ?? "1", 1, MostHighest),
            HoursThatCount = Set("hours", Given("hours"), 0, PeakComponent.Hours - 1),
            WeekdaysThatCount = Set("weekdays", Given("weekdays"), 1, PeakComponent.Weekdays),
            MonthsThatCount = Set("months", Given("months"), 1, PeakComponent.Months),
            Holidays = Given("holidays") is not string country || country == NoHolidays ? null
                : PublicHolidays.Countries.Contains(country) ? country
                : throw new FormatException($"holidays must be {NoHolidays} or one of {string.Join(", ", PublicHolidays.Countries)}"),
            HourWeights = Weights("hour_weights", Given("hour_weights"), PeakComponent.Hours),
            MonthWeights = Weights("month_weights", Given("month_weights"), PeakComponent.Months),
            FloorWatts = Number("floor", Given("floor") ?? "0", 0, MostWatts),
            StepsWatts = Steps("steps", Given("steps")),
        };
    }

    private static int Choice(string name, string? text, string[] words) =>
        Array.IndexOf(words, text) is int at and >= 0 ? at : throw new FormatException($"{name} must be {string.Join(", ", words[..^1])} or {words[^1]}");

    private static int[] Steps(string name, string? text)
    {
        int[] steps = text is null ? [] : [.. text.Split(',').Select(part => Number(name, part, 1, MostWatts))];
        if (steps.Length > MostSteps || steps.Zip(steps.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new FormatException($"{name} must be rising watts with commas, at most {MostSteps}");
        return steps;
    }

    private static int[] Weights(string name, string? text, int count)
    {
        int[] weights = text is null ? [] : [.. text.Split(',').Select(part => Number(name, part, 0, MostWeight))];
        return weights.Length == 0 || weights.Length == count ? weights : throw new FormatException($"{name} must be {count} percentages with commas");
    }

    private static int Set(string name, string? text, int first, int last)
    {
        if (text is null)
            return (1 << (last - first + 1)) - 1;
        int set = 0;
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2)
                throw new FormatException($"{name} must be numbers with commas, or ranges like {first}-{last}");
            int from = Number(name, ends[0], first, last), to = Number(name, ends[^1], first, last);
            // 22-5 goes over midnight.
            for (int at = from; ; at = at == last ? first : at + 1)
            {
                set |= 1 << (at - first);
                if (at == to)
                    break;
            }
        }
        return set;
    }

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} must be whole numbers from {least} to {most}");
}
