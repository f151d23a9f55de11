using SmartMeter.Simulation.Homes;

namespace EspSmartMeter.Tests.Meters.Live;

/// <summary>Homes that live through weeks, or a year, in virtual time: what an hourly register shows when it is carried forward.</summary>
public class LiveYearTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), BeforeSummerTime = new(2026, 3, 16, 0, 0, 0, TimeSpan.Zero),
        Spring = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(HomeKind.Cooking, 10)]
    [InlineData(HomeKind.HeatPump, 2.5)]
    [InlineData(HomeKind.Car, 10)]
    [InlineData(HomeKind.Clouds, 10)]
    public void Hours_that_nothing_disturbs_are_right(HomeKind kind, double seconds) => Undisturbed(kind, seconds, averages: true, Spring, days: 7);

    [Theory]
    [InlineData(HomeKind.Cooking, 10, "None", 30)]
    [InlineData(HomeKind.HeatPump, 10, "Behind", 10)]
    [InlineData(HomeKind.Car, 2.5, "StandardTime", 15)]
    [InlineData(HomeKind.Clouds, 10, "Ahead", 10)]
    public void Whatever_goes_wrong_it_keeps_its_bounds(HomeKind kind, double seconds, string stamps, int days) =>
        Disturbed(kind, seconds, Enum.Parse<Stamps>(stamps), BeforeSummerTime, days);

    [Theory(Explicit = true)]
    [MemberData(nameof(Homes))]
    public void A_year_that_nothing_disturbs_is_right(HomeKind kind, double seconds) => Undisturbed(kind, seconds, averages: true, NewYear, days: 365);

    /// <summary>
    /// A meter that tells the power of one second in ten leaves out what switches in between: two homes can send the same powers and use different energy, and no
    /// integral tells them apart. So the mean alone is bound, and what is printed tells how far a single hour can be off.
    /// </summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Homes))]
    public void A_year_of_a_meter_that_tells_the_power_of_a_moment_is_right_in_the_mean(HomeKind kind, double seconds) =>
        Undisturbed(kind, seconds, averages: false, NewYear, days: 365);

    [Theory(Explicit = true)]
    [MemberData(nameof(Homes))]
    public void A_year_in_which_all_goes_wrong_keeps_its_bounds(HomeKind kind, double seconds) =>
        Disturbed(kind, seconds, (Stamps)(((int)kind + (seconds < 5 ? 0 : 2)) % Enum.GetValues<Stamps>().Length), NewYear, days: 365);

    public static TheoryData<HomeKind, double> Homes()
    {
        TheoryData<HomeKind, double> homes = [];
        foreach (HomeKind kind in Enum.GetValues<HomeKind>())
        {
            homes.Add(kind, 2.5);
            homes.Add(kind, 10);
        }
        return homes;
    }

    private void Undisturbed(HomeKind kind, double seconds, bool averages, DateTimeOffset from, int days)
    {
        (double mean, double worst) = seconds < 5 ? (0.005, 0.01) : (0.01, 0.03);
        LiveHome home = new(kind, Stamps.Right, seconds, stepWattHours: 10, seed: 7, disturbed: false, averages);
        home.Live(from, days);
        foreach ((LiveDirection direction, HourlyErrors errors, string name) in home.Directions.Zip(home.Errors, ["import", "export"]))
        {
            output.WriteLine($"{kind} at {seconds} s, {name}: {errors.Hours} hours, mean {errors.Mean:P3}, worst {errors.Worst(worst):P3}, of those below {0.010 / worst:0.00} kWh {errors.WorstOfSmall(worst):0.0} Wh, {errors.BeyondAStep(worst)} of them beyond a step");
            Assert.True(direction.Faults.Count == 0, string.Join("; ", direction.Faults.Take(5)));
            Assert.InRange(errors.Mean, 0, mean);
            if (averages)
            {
                Assert.InRange(errors.Worst(worst), 0, worst);
                // One step of the register; or what the largest load draws in an interval: where it comes after the last telegram of an hour, nothing told of it in time.
                Assert.InRange(errors.WorstOfSmall(worst), 0, Math.Max(10, 11_040 * seconds / 3600));
                Assert.InRange(errors.BeyondAStep(worst), 0, errors.Hours / 1000);
            }
        }
        Assert.True(home.Errors[0].Hours > (days * 24) - 4);
    }

    private void Disturbed(HomeKind kind, double seconds, Stamps stamps, DateTimeOffset from, int days)
    {
        LiveHome home = new(kind, stamps, seconds, stepWattHours: 10, seed: 11, disturbed: true, averages: false);
        home.Live(from, days);
        foreach ((LiveDirection direction, HourlyErrors errors, string name) in home.Directions.Zip(home.Errors, ["import", "export"]))
        {
            output.WriteLine($"{kind} at {seconds} s, stamps {stamps}, {name}: {errors.Hours} hours of {days * 24} undisturbed, mean {errors.Mean:P3}, worst {errors.Worst(0.03):P3}");
            Assert.True(direction.Faults.Count == 0, string.Join("; ", direction.Faults.Take(5)));
        }
        Assert.NotNull(home.Directions[0].Published);
    }
}
