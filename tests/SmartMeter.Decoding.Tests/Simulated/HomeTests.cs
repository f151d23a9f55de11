using SmartMeter.Simulation.Homes;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>What a simulated home promises to the meters built on it.</summary>
public class HomeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 10, 10, 0, 0, TimeSpan.Zero);
    private static readonly HomeOptions WithSolar = new(Solar: true);

    [Fact]
    public void Registers_are_the_exact_integral_of_power()
    {
        Home home = new(WithSolar, 1, Noon);
        long import = home.ActiveImport.Total, export = home.ActiveExport.Total, imported = 0, exported = 0;
        for (int second = 0; second < 36_000; second++)
        {
            imported += home.PowerImport;
            exported += home.PowerExport;
            home.AdvanceTo(home.Now.AddSeconds(1));
            Assert.Equal(import + (imported / 3600), home.ActiveImport.Total);
            Assert.Equal(export + (exported / 3600), home.ActiveExport.Total);
        }
        Assert.True(exported > 0 && imported > 0);
    }

    [Fact]
    public void A_total_is_the_sum_of_its_tariffs_over_a_change_of_tariff()
    {
        Home home = new(WithSolar, 2, Noon);
        long low = home.ActiveImport.Tariff(1), high = home.ActiveImport.Tariff(2);
        home.AdvanceTo(Noon.AddDays(1));
        Assert.Equal(home.ActiveImport.Total, home.ActiveImport.Tariff(1) + home.ActiveImport.Tariff(2));
        Assert.True(home.ActiveImport.Tariff(1) > low && home.ActiveImport.Tariff(2) > high);
    }

    [Fact]
    public void Currents_and_voltages_agree_with_the_power()
    {
        Home home = new(WithSolar, 3, Noon);
        for (int i = 0; i < 1000; i++)
        {
            home.AdvanceTo(home.Now.AddSeconds(37));
            long apparentMilli = (long)home.Decivolts.L1 * home.Milliamperes.L1 / 10;
            long squared = ((long)home.Power.L1 * home.Power.L1) + ((long)home.Reactive.L1 * home.Reactive.L1);
            Assert.InRange(apparentMilli, (Math.Sqrt(squared) * 1000) - 300, (Math.Sqrt(squared) * 1000) + 300);
            Assert.InRange(home.Decivolts.L1, 2070, 2530);
        }
    }

    [Fact]
    public void A_roof_exports_at_noon_in_June_and_not_at_midnight()
    {
        Home home = new(WithSolar, 4, Noon);
        home.AdvanceTo(new DateTimeOffset(2026, 6, 10, 22, 30, 0, TimeSpan.Zero));
        Assert.Equal(0, home.PowerExport);
        long before = home.ActiveExport.Total;
        home.AdvanceTo(new DateTimeOffset(2026, 6, 11, 14, 0, 0, TimeSpan.Zero));
        Assert.True(home.ActiveExport.Total > before + 3000);
    }

    [Fact]
    public void A_gas_meter_is_asked_at_the_full_hour()
    {
        Home home = new(new HomeOptions(), 5, Noon.AddMinutes(20));
        long litres = home.Gas.Litres;
        home.AdvanceTo(Noon.AddMinutes(59).AddSeconds(59));
        Assert.Equal((litres, Noon), (home.Gas.Litres, home.Gas.TakenAt));
        home.AdvanceTo(Noon.AddHours(5).AddSeconds(30));
        Assert.Equal(Noon.AddHours(5), home.Gas.TakenAt);
        Assert.True(home.Gas.Litres > litres);
    }

    [Fact]
    public void The_same_seed_gives_the_same_home_and_another_seed_another()
    {
        Home one = new(WithSolar, 6, Noon), same = new(WithSolar, 6, Noon), other = new(WithSolar, 7, Noon);
        foreach (Home home in (Home[])[one, same, other])
            home.AdvanceTo(Noon.AddHours(3));
        Assert.Equal((one.Power, one.ActiveImport.Total, one.Gas.Litres), (same.Power, same.ActiveImport.Total, same.Gas.Litres));
        Assert.NotEqual(one.ActiveImport.Total, other.ActiveImport.Total);
    }

    [Fact]
    public void The_month_peak_is_kept_and_begins_anew_with_the_month()
    {
        Home home = new(new HomeOptions(), 8, new DateTimeOffset(2026, 5, 30, 0, 0, 0, TimeSpan.Zero));
        int months = home.Peaks.History.Count;
        home.AdvanceTo(new DateTimeOffset(2026, 5, 31, 21, 59, 59, TimeSpan.Zero));
        MonthPeak peak = home.Peaks.Month;
        Assert.True(peak.Watts > 500);
        Assert.Equal(0, peak.At.ToUnixTimeSeconds() % 900);
        home.AdvanceTo(new DateTimeOffset(2026, 5, 31, 22, 0, 1, TimeSpan.Zero));
        Assert.Equal(months + 1, home.Peaks.History.Count);
        Assert.Equal(0, home.Peaks.Month.Watts);
    }

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", 60)]
    [InlineData("2026-03-29T01:00:00Z", 120)]
    [InlineData("2026-10-25T00:59:59Z", 120)]
    [InlineData("2026-10-25T01:00:00Z", 60)]
    public void Clocks_change_at_one_o_clock_universal_time(string instant, int offsetMinutes) =>
        Assert.Equal(offsetMinutes, EuropeanClock.Central.At(DateTimeOffset.Parse(instant)).Offset.TotalMinutes);
}
