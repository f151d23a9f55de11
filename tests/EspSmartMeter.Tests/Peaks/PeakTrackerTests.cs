using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Tests.Peaks;

/// <summary>What a meter's own figures and late registers do to a month.</summary>
public sealed class PeakTrackerTests
{
    private const long Second = 1000, Minute = 60_000, Quarter = 15 * Minute, Hour = 60 * Minute;

    /// <summary>2026-01-15T12:00Z.</summary>
    private const long Noon = 1_768_478_400_000;

    private readonly PeakTracker _flanders = new(PeakSchemes.Named("flanders")!, TimeZoneInfo.Utc);

    [Fact]
    public void The_running_quarter_is_as_the_meter_itself_has_it()
    {
        for (long at = Noon; at < Noon + (5 * Minute); at += 10 * Second)
            _flanders.Take(new PeakSample(at) { Milliwatts = 2_000_000, Longest = Minute });
        _flanders.Take(new PeakSample(Noon + (5 * Minute)) { Milliwatts = 2_000_000, Longest = Minute, OwnDemand = 1_000_000 });

        // 1 kW over the quarter is 250 Wh, in five minutes 3 kW; ten more minutes of 2 kW are 333.3 Wh: 583.3 Wh in the quarter, 2333.3 W.
        Assert.Equal((3_000_000, 2_333_333), (_flanders.Status!.Mean, _flanders.Status.Forecast));
        // To the floor of 2.5 kW 375 Wh are left for ten minutes, 2250 W, of which 2000 are drawn.
        Assert.Equal(250_000, _flanders.Status.Free);
    }

    [Fact]
    public void The_months_peak_is_as_the_meter_itself_has_it()
    {
        Live(_flanders, Noon, Noon + Quarter, watts: 6000);
        Assert.Equal((6_000_000, false), (_flanders.Status!.OfMonth, _flanders.TakesOwn));

        // Its own says 5.9 kW, of the same quarter.
        _flanders.Take(new PeakSample(Noon + Quarter + (10 * Second)) { Milliwatts = 1_000_000, Longest = Minute, OwnPeak = 5_900_000, OwnPeakAt = Noon + Quarter });
        Assert.Equal((5_900_000, true), (_flanders.Status.OfMonth, _flanders.TakesOwn));
        Assert.Equal(Noon, _flanders.Figures[0].Entries.Single().Start);

        // What we measure counts no more.
        Live(_flanders, Noon + Quarter + (20 * Second), Noon + (2 * Quarter), watts: 7000);
        Assert.Equal(5_900_000, _flanders.Status.OfMonth);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-31L * 24 * Hour)]
    public void A_peak_that_may_be_another_months_is_not_taken(long? after)
    {
        Live(_flanders, Noon, Noon + Quarter, watts: 3000);
        _flanders.Take(new PeakSample(Noon + Quarter + (10 * Second)) { OwnPeak = 9_000_000, OwnPeakAt = Noon + after });
        Assert.Equal((3_000_000, false), (_flanders.Status!.OfMonth, _flanders.TakesOwn));
    }

    [Fact]
    public void In_a_new_month_ours_counts_until_the_meters_own_is_of_it()
    {
        long turn = Noon + (16 * 24 * Hour) + (12 * Hour);
        _flanders.Take(new PeakSample(turn - Quarter) { Milliwatts = 1_000_000, Longest = Minute, OwnPeak = 4_000_000, OwnPeakAt = Noon });
        Live(_flanders, turn - Quarter + (10 * Second), turn, watts: 1000);
        Live(_flanders, turn + (10 * Second), turn + Quarter, watts: 3000);
        _flanders.Take(new PeakSample(turn + Quarter + Second) { Milliwatts = 3_000_000, Longest = Minute, OwnPeak = 4_000_000, OwnPeakAt = Noon });

        Assert.False(_flanders.TakesOwn);
        // (4000 + 3000) / 2.
        Assert.Equal((3_000_000, 3_500_000), (_flanders.Status!.OfMonth, _flanders.Status.Billed));
    }

    [Fact]
    public void The_months_last_hour_is_the_old_months_also_where_its_register_comes_after_the_turn()
    {
        // 2026-01-31T22:00Z on; the register of each full hour comes ten seconds late.
        long turn = Noon + (16 * 24 * Hour) + (12 * Hour);
        PeakTracker norway = new(PeakSchemes.Named("norway")!, TimeZoneInfo.Utc);
        long register = 1_000_000;
        for (long at = turn - (2 * Hour); at <= turn + Hour; at += 10 * Second)
        {
            bool isLate = at % Hour == 10 * Second;
            norway.Take(new PeakSample(at)
            {
                Milliwatts = 500_000,
                Longest = Minute,
                MilliwattHours = isLate ? register : null,
                RegisterAt = at - (10 * Second),
            });
            // The hour before the turn takes 9 kWh, the others 1.
            register += isLate ? (at < turn - Hour ? 1_000_000 : at < turn ? 9_000_000 : 1_000_000) : 0;
        }

        Assert.Equal(9_000_000, Assert.Single(norway.Figures[0].Past).Milliwatts);
        Assert.DoesNotContain(norway.Figures[0].Entries, entry => entry.Milliwatts > 1_000_000);
    }

    private static void Live(PeakTracker tracker, long from, long to, int watts)
    {
        for (long at = from; at <= to; at += 10 * Second)
            tracker.Take(new PeakSample(at) { Milliwatts = watts * 1000L, Longest = Minute });
    }
}
