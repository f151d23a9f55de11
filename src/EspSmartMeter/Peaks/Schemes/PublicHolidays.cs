namespace EspSmartMeter.Peaks.Schemes;

/// <summary>The public holidays of the countries whose grid companies except them, by the countries' own laws.</summary>
internal static class PublicHolidays
{
    /// <param name="Fixed">Month times 100 and day.</param>
    /// <param name="FromEaster">Days from Easter Sunday.</param>
    private sealed record Calendar(int[] Fixed, int[] FromEaster);

    private static readonly Dictionary<string, Calendar> ByCountry = new(StringComparer.Ordinal)
    {
        ["be"] = new([101, 501, 721, 815, 1101, 1111, 1225], [0, 1, 39, 49, 50]),
        ["no"] = new([101, 501, 517, 1225, 1226], [-3, -2, 0, 1, 39, 49, 50]),
        // Midsummer and All Saints fall on Saturdays.
        ["se"] = new([101, 106, 501, 606, 1225, 1226], [-2, 0, 1, 39, 49]),
    };

    public static IReadOnlyList<string> Countries { get; } = [.. ByCountry.Keys];

    public static bool Has(string country, DateOnly day)
    {
        Calendar calendar = ByCountry[country];
        return Array.IndexOf(calendar.Fixed, (day.Month * 100) + day.Day) >= 0
            || Array.IndexOf(calendar.FromEaster, day.DayNumber - Easter(day.Year).DayNumber) >= 0;
    }

    /// <summary>Easter Sunday of the Gregorian calendar (Gauss, with the epact's corrections).</summary>
    internal static DateOnly Easter(int year)
    {
        int century = year / 100, golden = year % 19;
        int epact = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        int weekday = (32 + (2 * (century % 4)) + (2 * (year % 100 / 4)) - epact - (year % 100 % 4)) % 7;
        int late = (golden + (11 * epact) + (22 * weekday)) / 451;
        int days = epact + weekday - (7 * late) + 114;
        return new DateOnly(year, days / 31, (days % 31) + 1);
    }
}
