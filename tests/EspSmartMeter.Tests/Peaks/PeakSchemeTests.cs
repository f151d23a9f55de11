using System.Globalization;
using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;
using Xunit;

namespace EspSmartMeter.Tests.Peaks;

/// <summary>Months that were worked by hand, the arithmetic beside them. Figures are milliwatts.</summary>
public sealed class PeakSchemeTests
{
    private const string Flanders = "Europe/Brussels", Norway = "Europe/Oslo", Stockholm = "Europe/Stockholm";

    /// <summary>The row, with steps as grid companies there have them.</summary>
    internal static PeakScheme NorwayInSteps { get; } = PeakSchemes.Named("norway")! with
    {
        Components = [PeakSchemes.Named("norway")!.Components[0] with { StepsWatts = [2000, 5000, 10_000, 15_000, 20_000, 25_000, 50_000] }],
    };

    [Fact]
    public void The_form_offers_each_scheme_that_can_be_chosen_and_each_field_of_a_row()
    {
        string[] form = File.ReadAllLines(Repository.PathOf("addon", "config.yaml"));
        Assert.Contains($"  peak_scheme: list({string.Join('|', PeakSchemes.Names)})?", form);
        IEnumerable<string> own = form.SkipWhile(line => line != "  peak_own:").Skip(1).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal));
        Assert.Equal(PeakFields.Names, own.Select(line => line.TrimStart(' ', '-').Split(':')[0]));
    }

    [Fact]
    public void Rows_of_one_scheme_with_windows_of_different_length_are_refused()
    {
        const string Table = "name\twindow\tvalid_from\tvalid_until\tzones\tsource\tperiod\tgrouping\thighest\thours\tweekdays\tmonths\tholidays\thour_weights\tmonth_weights\tfloor\tsteps\n";
        string rest = new('\t', 15);
        Assert.Equal(2, Assert.Single(PeakSchemes.Read(new StringReader($"{Table}a\t15{rest}\na\t15{rest}\n"))).Components.Count);
        Assert.Equal("window must be the same in all rows of a", Assert.Throws<FormatException>(() => PeakSchemes.Read(new StringReader($"{Table}a\t15{rest}\na\t60{rest}\n"))).Message);
    }

    [Fact]
    public void Each_scheme_of_the_table_has_a_source_and_the_days_it_holds()
    {
        Assert.Equal(["flanders", "norway"], PeakSchemes.All.Select(scheme => scheme.Name));
        Assert.All(PeakSchemes.All, scheme =>
        {
            Assert.StartsWith("https://", scheme.Source, StringComparison.Ordinal);
            Assert.True(scheme.ValidFrom < scheme.ValidUntil);
            Assert.False(scheme.MayHaveChanged(scheme.ValidUntil!.Value));
            Assert.True(scheme.MayHaveChanged(scheme.ValidUntil!.Value.AddDays(1)));
        });
    }

    [Fact]
    public void Flanders_bills_the_mean_of_monthly_quarters_that_are_at_least_two_and_a_half_kilowatts()
    {
        HouseOfPeaks house = new(PeakSchemes.Named("flanders")!, Flanders, watts: 300);

        // January: 4.600 and 3.200 kW: the higher one. 4600 / 1.
        house.Live(2026, 1, (5, 18, 15, 4600), (9, 7, 0, 3200));
        Assert.Equal((4_600_000, 4_600_000), (house.Figure.OfMonth, house.Figure.Billed));

        // February: 1.028 kW is below the floor: 2.500. (4600 + 2500) / 2 = 3550.
        house.Live(2026, 2, (14, 19, 45, 1028));
        Assert.Equal((2_500_000, 3_550_000), (house.Figure.OfMonth, house.Figure.Billed));

        // March, with the night that lacks an hour: 9.200 kW in its first quarter after the change. (4600 + 2500 + 9200) / 3 = 5433.333.
        house.Live(2026, 3, (29, 3, 0, 9200), (29, 1, 45, 8000));
        Assert.Equal((9_200_000, 5_433_333), (house.Figure.OfMonth, house.Figure.Billed));

        // April: the last quarter of the month counts once the month is over, and counts for April. (4600 + 2500 + 9200 + 5000) / 4 = 5325.
        house.Live(2026, 4, (30, 23, 30, 5000), (2, 12, 0, 4999));
        Assert.Equal((5_000_000, 5_325_000), (house.Figure.OfMonth, house.Figure.Billed));

        // May: exactly the floor. (4600 + 2500 + 9200 + 5000 + 2500) / 5 = 4760.
        house.Live(2026, 5, (1, 0, 0, 2500));
        Assert.Equal((2_500_000, 4_760_000), (house.Figure.OfMonth, house.Figure.Billed));
        Assert.Empty(house.Tracker.Missed);
    }

    [Fact]
    public void Flanders_forgets_the_month_that_is_more_than_eleven_before()
    {
        HouseOfPeaks house = new(PeakSchemes.Named("flanders")!, Flanders, watts: 300);
        // January 9 kW, then eleven months of 3 kW: (9000 + 11 x 3000) / 12 = 3500. Next January 3 kW: 12 x 3000 / 12 = 3000.
        house.Live(2025, 1, (10, 18, 0, 9000));
        for (int month = 2; month <= 12; month++)
            house.Live(2025, month, (10, 18, 0, 3000));
        Assert.Equal(3_500_000, house.Figure.Billed);
        house.Live(2026, 1, (10, 18, 0, 3000));
        Assert.Equal(3_000_000, house.Figure.Billed);
    }

    [Fact]
    public void Without_steps_each_watt_of_the_three_highest_hours_counts()
    {
        HouseOfPeaks house = new(PeakSchemes.Named("norway")!, Norway, watts: 500);

        // January: (6000 + 5000 + 4000) / 3 = 5000; it stays where another day comes to no more than the third, 4000, and the first day to no more than its own 6000.
        house.Live(2026, 1, (3, 18, 0, 6000), (8, 7, 0, 5000), (20, 22, 0, 4000));
        Assert.Equal(5_000_000, house.Figure.OfMonth);
        Assert.Equal(4_000_000, house.Figure.Limit(house.Figure.Component.GroupOf(new DateTime(2026, 1, 30), 0)));
        Assert.Equal(6_000_000, house.Figure.Limit(house.Figure.Component.GroupOf(new DateTime(2026, 1, 3), 0)));

        // February: the second hour of the 10th does not count. (4500 + 3900 + 3300) / 3 = 3900. Another day may come to 3 x 3900 - 4500 - 3900 = 3300.
        house.Live(2026, 2, (10, 7, 0, 4500), (10, 17, 0, 4400), (11, 0, 0, 3900), (12, 23, 0, 3300));
        Assert.Equal(3_900_000, house.Figure.OfMonth);
        Assert.Equal(3_300_000, house.Figure.Limit(house.Figure.Component.GroupOf(new DateTime(2026, 2, 27), 0)));

        // March, with a day of 23 hours whose hours on both sides of the change are of one day: (7200 + 3000 + 1801) / 3 = 4000.333.
        house.Live(2026, 3, (29, 1, 0, 7200), (29, 3, 0, 7100), (30, 0, 0, 3000), (31, 22, 0, 1801));
        Assert.Equal(4_000_333, house.Figure.OfMonth);

        // April: nothing but what always runs: (500 + 500 + 500) / 3 = 500, and not a watt more is free.
        house.Live(2026, 4);
        Assert.Equal(500_000, house.Figure.OfMonth);
        Assert.Equal(500_000, house.Tracker.Status!.Limit);

        // May: no holiday is excepted, the 17th counts. (2000 + 2000 + 1999) / 3 = 1999.666.
        house.Live(2026, 5, (17, 12, 0, 2000), (18, 12, 0, 2000), (2, 12, 0, 1999));
        Assert.Equal(1_999_666, house.Figure.OfMonth);
        // What is billed is each month's own.
        Assert.Equal(house.Figure.OfMonth, house.Figure.Billed);
    }

    [Fact]
    public void Norway_bills_the_mean_of_the_three_highest_hours_of_different_days()
    {
        HouseOfPeaks house = new(NorwayInSteps, Norway, watts: 500);

        // January: 6.0, 5.0 and 4.0 kW on three days; the second hour of the first day does not count. (6000 + 5000 + 4000) / 3 = 5000: still the step to 5 kW.
        house.Live(2026, 1, (3, 18, 0, 6000), (3, 19, 0, 5900), (8, 7, 0, 5000), (20, 22, 0, 4000));
        Assert.Equal(5_000_000, house.Figure.OfMonth);
        // A fourth day may come to 4 kW and change nothing: 3 x 5000 - 6000 - 5000 = 4000.
        Assert.Equal(4_000_000, house.Figure.Limit(house.Figure.Component.GroupOf(new DateTime(2026, 1, 30), 0)));

        // February: (7100 + 7000 + 6900) / 3 = 7000, in the step to 10 kW. Another day may come to 3 x 10000 - 7100 - 7000 = 15900,
        // the first day itself to 3 x 10000 - 7000 - 6900 = 16100.
        house.Live(2026, 2, (1, 0, 0, 7100), (2, 23, 0, 7000), (28, 23, 0, 500), (27, 12, 0, 6900));
        Assert.Equal(7_000_000, house.Figure.OfMonth);
        Assert.Equal(15_900_000, house.Figure.Limit(house.Figure.Component.GroupOf(new DateTime(2026, 2, 10), 0)));
        Assert.Equal(16_100_000, house.Figure.Limit(house.Figure.Component.GroupOf(new DateTime(2026, 2, 1), 0)));

        // March, with a day of 23 hours: (3000 + 2000 + 1000) / 3 = 2000: the step to 2 kW.
        house.Live(2026, 3, (29, 3, 0, 3000), (28, 3, 0, 2000), (30, 3, 0, 1000));
        Assert.Equal(2_000_000, house.Figure.OfMonth);

        // April: nothing but what always runs: (500 + 500 + 500) / 3 = 500. Another hour of a day that counts may come to 3 x 2000 - 500 - 500 = 5000.
        house.Live(2026, 4);
        Assert.Equal(500_000, house.Figure.OfMonth);
        Assert.Equal(5_000_000, house.Figure.Limit(house.Figure.Component.GroupOf(new DateTime(2026, 4, 30), 0)));

        // October, with a day of 25 hours: its hour from two to three comes twice, and the higher counts. (9000 + 8000 + 7001) / 3 = 8000.333.
        house.Live(2026, 10, (25, 2, 0, 9000), (25, 4, 0, 8500), (1, 5, 0, 8000), (31, 22, 0, 7001));
        Assert.Equal(8_000_333, house.Figure.OfMonth);
        Assert.Equal(3, house.Figure.Counting.Count());
    }

    [Fact]
    public void Of_a_month_that_has_just_begun_the_mean_is_of_the_days_there_are()
    {
        PeakFigure figure = new(NorwayInSteps.Components[0]);
        figure.BeginMonth(1);
        // Nothing yet: the first hour may come to the first step, 1 x 2000.
        Assert.Equal(2_000_000, figure.Limit(1));
        figure.Take(new PeakEntry(1, 0, 3_000_000));
        // 3000 / 1 is in the step to 5 kW; a second day may come to 2 x 5000 - 3000 = 7000.
        Assert.Equal((3_000_000, 7_000_000), (figure.OfMonth, figure.Limit(2)));
    }

    [Fact]
    public void Months_of_a_clock_that_was_far_ahead_never_were()
    {
        PeakFigure figure = new(PeakSchemes.Named("flanders")!.Components[0]);
        figure.BeginMonth(100);
        figure.Take(new PeakEntry(1, 1, 4_000_000));
        figure.BeginMonth(200);
        figure.Take(new PeakEntry(2, 2, 9_000_000));
        figure.BeginMonth(101);
        Assert.Equal((101, 0, 0), (figure.Month, figure.Entries.Count, figure.Past.Count));
        // A window of the month before that closes late moves nothing.
        figure.BeginMonth(100);
        Assert.Equal(101, figure.Month);
    }

    [Fact]
    public void A_scheme_of_ones_own_has_hours_weekdays_months_holidays_and_weights()
    {
        // Two highest hours of different days; 6 to 21 full, at night half; Monday to Friday without Swedish holidays; November to March.
        PeakScheme own = new(PeakScheme.Own, [PeakFields.Read(Fields(
            ("window", "60"), ("grouping", "day"), ("highest", "2"), ("weekdays", "1-5"), ("months", "11-3"), ("holidays", "se"),
            ("hour_weights", "50,50,50,50,50,50,100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,50,50")))]);
        HouseOfPeaks house = new(own, Stockholm, watts: 400);

        // January: the 6th (a Tuesday) is Epiphany, the 10th a Saturday. At 23 on the 12th 9.0 kW weigh 4.5; on the 13th 5.0 kW. (5000 + 4500) / 2 = 4750.
        house.Live(2026, 1, (6, 18, 0, 8000), (10, 18, 0, 8000), (12, 23, 0, 9000), (13, 18, 0, 5000), (14, 18, 0, 4400));
        Assert.Equal(4_750_000, house.Figure.OfMonth);

        // February: the first hour of weight, 6, and the last of the night, 5: 3.0 kW, and 5.8 / 2 = 2.9 kW. (3000 + 2900) / 2 = 2950.
        house.Live(2026, 2, (2, 6, 0, 3000), (3, 5, 0, 5800), (4, 12, 0, 2800));
        Assert.Equal(2_950_000, house.Figure.OfMonth);

        // March: the 30th, a Monday, is none; (7000 + 400) / 2 = 3700, since every other day shows what always runs.
        house.Live(2026, 3, (30, 8, 0, 7000));
        Assert.Equal(3_700_000, house.Figure.OfMonth);

        // April does not count: nothing, and no limit.
        house.Live(2026, 4, (14, 18, 0, 9000));
        Assert.Equal(0, house.Figure.OfMonth);
        Assert.Null(house.Tracker.Status!.Limit);

        // December: Christmas Day is a Friday and Boxing Day a Saturday; the 24th counts. (6000 + 5000) / 2 = 5500.
        house.Live(2026, 12, (25, 17, 0, 9000), (26, 17, 0, 9000), (24, 15, 0, 6000), (23, 17, 0, 5000));
        Assert.Equal(5_500_000, house.Figure.OfMonth);
    }

    [Fact]
    public void Of_components_that_least_leaves_room_the_least_is_free()
    {
        // The highest quarter of the month, and the highest of the winter's mornings with a floor of 2 kW.
        PeakScheme own = new(PeakScheme.Own, [
            PeakFields.Read(Fields(("window", "15"), ("floor", "4000"))),
            PeakFields.Read(Fields(("window", "15"), ("hours", "6-9"), ("floor", "2000")))]);
        HouseOfPeaks house = new(own, Stockholm, watts: 1000);
        house.Live(2026, 1, (5, 20, 0, 4500), (6, 7, 0, 3000));
        Assert.Equal([4_500_000, 3_000_000], house.Tracker.Figures.Select(figure => figure.OfMonth));
        // The running window is of the evening: the first component alone. 4500.
        Assert.Equal(4_500_000, house.Tracker.Status!.Limit);
        // By the mean so far and now of 1000 W, 3500 W may be switched on for the rest.
        Assert.InRange(house.Tracker.Status.Free!.Value, 3_500_000, 10_500_000);
    }

    [Theory]
    [InlineData("window", "30", "window must be 15 or 60")]
    [InlineData("period", "year", "period must be month or rolling-12")]
    [InlineData("grouping", "hour", "grouping must be none, day or week")]
    [InlineData("highest", "0", "highest must be whole numbers from 1 to 31")]
    [InlineData("hours", "24", "hours must be whole numbers from 0 to 23")]
    [InlineData("weekdays", "1-2-3", "weekdays must be numbers with commas")]
    [InlineData("holidays", "xx", "holidays must be none or one of be, no, se")]
    [InlineData("hour_weights", "100,50", "hour_weights must be 24 percentages")]
    [InlineData("steps", "5000,2000", "steps must be rising watts")]
    [InlineData("floor", "2.5", "floor must be whole numbers from 0 to 1000000")]
    public void A_field_that_is_wrong_is_named(string name, string text, string says) =>
        Assert.StartsWith(says, Assert.Throws<FormatException>(() => PeakFields.Read(Fields(("window", "15"), (name, text)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2038-04-25")]
    public void Easter_is_when_the_almanac_has_it(string day)
    {
        DateOnly easter = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(easter, PublicHolidays.Easter(easter.Year));
        Assert.True(PublicHolidays.Has("be", easter.AddDays(1)));
        Assert.False(PublicHolidays.Has("no", easter.AddDays(2)));
    }

    private static Func<string, string?> Fields(params (string Name, string Text)[] fields) =>
        name => fields.Where(field => field.Name == name).Select(field => field.Text).LastOrDefault();
}
