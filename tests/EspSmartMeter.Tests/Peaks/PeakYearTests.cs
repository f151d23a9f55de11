using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;
using SmartMeter.Simulation.Homes;
using Xunit;

namespace EspSmartMeter.Tests.Peaks;

/// <summary>
/// A year of five homes, in virtual time: how far the forecast is off with five minutes left, which new peaks were warned of, and which warnings nothing came of.
/// Telegrams come each ten seconds, with the power of that second and the register in whole watt-hours.
/// </summary>
public sealed class PeakYearTests(ITestOutputHelper output)
{
    private const int Every = 10;

    private const long Second = 1000, FiveMinutes = 300 * Second;

    [Fact]
    public void A_month_of_one_home_is_forecast_and_warned_of()
    {
        Tally tally = Live(PeakSchemes.Named("flanders")!, "Europe/Brussels", HomeKind.Usual, seed: 40, days: 31);
        output.WriteLine($"{tally}");
        Assert.True(tally.MedianPermille <= 100, $"median {tally.MedianPermille} ‰");
        Assert.True(tally.Warned * 10 >= tally.Peaks * 9, $"{tally.Warned} of {tally.Peaks} warned");
        // Two a month in the mean of a year; the first month begins with no peak at all, and with a forecast that has learnt nothing.
        Assert.True(tally.FalseAlarms <= 3, $"{tally.FalseAlarms} false alarms");
    }

    /// <summary>It takes minutes: on request, with <c>--explicit on</c>. The warning was made by looking at homes of the seeds 40 to 344; those from 1000 on it had never seen.</summary>
    [Theory(Explicit = true)]
    [InlineData("flanders", "Europe/Brussels", 40)]
    [InlineData("norway", "Europe/Oslo", 40)]
    [InlineData("norway in steps", "Europe/Oslo", 40)]
    [InlineData("flanders", "Europe/Brussels", 1000)]
    [InlineData("flanders", "Europe/Brussels", 2000)]
    [InlineData("flanders", "Europe/Brussels", 3000)]
    [InlineData("norway", "Europe/Oslo", 1000)]
    [InlineData("norway in steps", "Europe/Oslo", 1000)]
    public void A_year_of_five_homes_is_forecast_and_warned_of(string scheme, string zone, int seed)
    {
        Tally[] tallies = new Tally[5];
        Parallel.For(0, tallies.Length, home => tallies[home] = Live(PeakSchemes.Named(scheme) ?? PeakSchemeTests.NorwayInSteps, zone, (HomeKind)home, seed + home, days: 365));
        for (int home = 0; home < tallies.Length; home++)
            output.WriteLine($"{scheme} {(HomeKind)home}: {tallies[home]}");
        Tally all = new();
        foreach (Tally tally in tallies)
            all.Add(tally);
        output.WriteLine($"{scheme} all: {all}");
        Assert.True(all.MedianPermille <= 100, $"median {all.MedianPermille} ‰");
        Assert.True(all.Warned * 10 >= all.Peaks * 9, $"{all.Warned} of {all.Peaks} warned");
        // Two a month, in each home.
        Assert.All(tallies, tally => Assert.InRange(tally.FalseAlarms, 0, 2 * 12));
    }

    private static Tally Live(PeakScheme scheme, string zone, HomeKind kind, int seed, int days)
    {
        HomePower power = new(kind, seed);
        TimeZoneInfo local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        PeakTracker tracker = new(scheme, local);
        Tally tally = new();
        long begin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, local.GetUtcOffset(new DateTime(2026, 1, 1))).ToUnixTimeSeconds(), wattSeconds = 0;
        (long Window, long Forecast, long? Limit, bool Warned) look = default;
        long warned = 0;
        int offset = 0, day = 0;
        for (long second = begin; second < begin + (days * 86_400L); second++)
        {
            if (second % 3600 == 0)
            {
                DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(second);
                offset = (int)local.GetUtcOffset(now).TotalSeconds;
                day = now.ToOffset(TimeSpan.FromSeconds(offset)).DayOfYear;
            }
            int watts = Math.Max(0, power.At(second, second + offset, day).Watts.Sum);
            if (second % Every == 0)
            {
                tracker.Take(new PeakSample(second * Second)
                {
                    Milliwatts = watts * 1000L,
                    Longest = 30 * Second,
                    MilliwattHours = wattSeconds / 3600 * 1000,
                    RegisterAt = second * Second,
                });
                foreach (ClosedWindow window in tracker.Closed)
                {
                    if (window.Start == look.Window)
                        tally.Close(look.Forecast, look.Limit, look.Warned, warned == window.Start, window.Milliwatts);
                }
                PeakStatus status = tracker.Status!;
                if (status.WindowEnd - status.At == FiveMinutes)
                    look = (status.WindowStart, status.Forecast, status.Limit, status.Warns);
                // Also one that comes later, or is taken back.
                if (status.Warns)
                    warned = status.WindowStart;
            }
            wattSeconds += watts;
        }
        return tally;
    }

    private sealed class Tally
    {
        private readonly List<int> _permille = [];

        public int Peaks { get; private set; }

        public int Warned { get; private set; }

        public int FalseAlarms { get; private set; }

        public int MedianPermille => _permille.Order().ElementAt(_permille.Count / 2);

        public void Close(long forecast, long? limit, bool warned, bool everWarned, long came)
        {
            if (came > 0)
                _permille.Add((int)Math.Min(Math.Abs(forecast - came) * 1000 / came, int.MaxValue));
            bool isPeak = came > limit;
            Peaks += isPeak ? 1 : 0;
            Warned += isPeak && warned ? 1 : 0;
            FalseAlarms += !isPeak && everWarned ? 1 : 0;
        }

        public void Add(Tally other)
        {
            _permille.AddRange(other._permille);
            (Peaks, Warned, FalseAlarms) = (Peaks + other.Peaks, Warned + other.Warned, FalseAlarms + other.FalseAlarms);
        }

        public override string ToString() => $"{_permille.Count} windows, error with five minutes left median {MedianPermille} ‰, "
            + $"{Warned} of {Peaks} peaks warned five minutes before, {FalseAlarms} false alarms";
    }
}
