using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;
using Xunit;

namespace EspSmartMeter.Tests.Peaks;

public sealed class WindowMeterTests
{
    private const long Second = 1000, Minute = 60_000, Quarter = 15 * Minute;

    /// <summary>2026-01-15T12:00Z, the beginning of a quarter everywhere.</summary>
    private const long Noon = 1_768_478_400_000;

    private readonly WindowMeter _meter = new(new PeakClock(TimeZoneInfo.Utc, 15));
    private readonly List<ClosedWindow> _closed = [];

    [Fact]
    public void A_window_is_closed_by_the_integral_of_power_where_no_register_comes()
    {
        Power(Noon, Noon + Quarter, 10 * Second, watts: 2000);
        ClosedWindow window = Assert.Single(_closed);
        Assert.Equal(new ClosedWindow(Noon, 2_000_000, true, false), window);
    }

    [Fact]
    public void A_window_is_closed_by_the_difference_of_registers_where_they_come_at_its_ends()
    {
        Take(Noon, watts: 2000, register: 1_000_000);
        Power(Noon + (10 * Second), Noon + Quarter - (10 * Second), 10 * Second, watts: 2000);
        // The register of the end comes 8 s late, and says 600 Wh: 2400 W, whatever the power said.
        Take(Noon + Quarter, watts: 2000);
        Assert.Empty(_closed);
        Take(Noon + Quarter + (8 * Second), watts: 2000, register: 1_600_000, registerAt: Noon + Quarter);
        Assert.Equal(new ClosedWindow(Noon, 2_400_000, true, true), Assert.Single(_closed));
    }

    [Fact]
    public void Registers_on_both_sides_of_a_boundary_tell_what_it_was_there()
    {
        // 10 s before and 20 s after: a third of 30 Wh lies before.
        Take(Noon - (10 * Second), watts: 3600, register: 1_000_000);
        Take(Noon + (20 * Second), watts: 3600, register: 1_030_000);
        Assert.Equal(1_010_000, _meter.Running!.Register);
    }

    [Fact]
    public void A_register_that_does_not_come_is_waited_for_a_minute()
    {
        Take(Noon, watts: 1000, register: 1_000_000);
        Power(Noon + (10 * Second), Noon + Quarter + (50 * Second), 10 * Second, watts: 1000);
        Assert.Empty(_closed);
        Take(Noon + Quarter + Minute, watts: 1000);
        Assert.Equal(new ClosedWindow(Noon, 1_000_000, true, false), Assert.Single(_closed));
    }

    [Fact]
    public void A_window_that_was_not_heard_is_not_whole()
    {
        Power(Noon, Noon + (5 * Minute), 10 * Second, watts: 5000);
        // Seven minutes of silence.
        Power(Noon + (12 * Minute), Noon + Quarter, 10 * Second, watts: 5000);
        Assert.Equal(new ClosedWindow(Noon, 0, false, false), Assert.Single(_closed));
    }

    [Fact]
    public void Registers_around_a_silence_prove_a_window_also_over_a_restart()
    {
        Take(Noon, watts: 4000, register: 5_000_000);
        Power(Noon + (10 * Second), Noon + (2 * Minute), 10 * Second, watts: 4000);
        WindowMeter next = new(new PeakClock(TimeZoneInfo.Utc, 15));
        next.Restore(_meter.Running!);
        next.Take(new PeakSample(Noon + (13 * Minute)) { Milliwatts = 4_000_000, Longest = Minute, MilliwattHours = 5_867_000, RegisterAt = Noon + (13 * Minute) }, _closed);
        next.Take(new PeakSample(Noon + Quarter + Second) { MilliwattHours = 6_000_000, RegisterAt = Noon + Quarter }, _closed);
        // 1000 Wh in a quarter.
        Assert.Equal(new ClosedWindow(Noon, 4_000_000, true, true), Assert.Single(_closed));
    }

    [Fact]
    public void A_window_that_another_run_left_in_the_future_is_forgotten()
    {
        _meter.Restore(new RunningWindow(Noon + (1000 * Quarter), 0, 0, null));
        Power(Noon, Noon + Quarter, 10 * Second, watts: 2000);
        Assert.Equal(new ClosedWindow(Noon, 2_000_000, true, false), Assert.Single(_closed));
    }

    [Fact]
    public void Of_a_long_silence_each_window_is_told_and_none_is_whole()
    {
        Power(Noon, Noon + Minute, 10 * Second, watts: 1000);
        Take(Noon + (3 * Quarter) + Minute, watts: 1000);
        Assert.Equal([Noon, Noon + Quarter, Noon + (2 * Quarter)], _closed.Select(window => window.Start));
        Assert.All(_closed, window => Assert.False(window.IsWhole));
    }

    [Fact]
    public void A_register_that_falls_back_closes_nothing()
    {
        Take(Noon, watts: 1000, register: 5_000_000);
        Power(Noon + (10 * Second), Noon + (10 * Minute), 10 * Second, watts: 1000);
        Take(Noon + (10 * Minute) + (10 * Second), watts: 1000, register: 10_000);
        Power(Noon + (10 * Minute) + (20 * Second), Noon + Quarter, 10 * Second, watts: 1000);
        Take(Noon + Quarter + (5 * Second), watts: 1000, register: 90_000, registerAt: Noon + Quarter);
        Assert.Equal(new ClosedWindow(Noon, 1_000_000, true, false), Assert.Single(_closed));
    }

    [Fact]
    public void Hours_of_a_zone_with_half_an_hour_begin_on_its_own_clock()
    {
        PeakClock clock = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"), 60);
        // 12:00Z is 17:30 there.
        Assert.Equal(Noon - (30 * Minute), clock.StartOf(Noon));
    }

    private void Power(long from, long to, long step, int watts)
    {
        for (long at = from; at <= to; at += step)
            Take(at, watts);
    }

    private void Take(long at, int watts, long? register = null, long? registerAt = null) => _meter.Take(
        new PeakSample(at) { Milliwatts = watts * 1000L, Longest = Minute, MilliwattHours = register, RegisterAt = registerAt ?? at }, _closed);
}
