using EspSmartMeter.Meters.Live;
using static EspSmartMeter.Tests.Meters.Live.MeterAtSeven;

namespace EspSmartMeter.Tests.Meters.Live;

public class LiveRegisterTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), HalfAnHour = TimeSpan.FromMinutes(30), QuarterHour = TimeSpan.FromMinutes(15);

    [Fact]
    public void It_shows_its_reading_and_the_energy_since_the_readings_stamp()
    {
        MeterAtSeven meter = new(3600, reading: null);
        meter.Draw(TimeSpan.FromSeconds(10));
        meter.Read(12.34m, stamp: Seven);
        Assert.Equal(12.350m, meter.Shown);

        meter.Draw(HalfAnHour);
        Assert.Equal(new LiveValue(14.150m, 12.34m), meter.Register.At(meter.Now));
    }

    [Fact]
    public void Power_goes_on_until_the_next_is_due_and_no_longer()
    {
        MeterAtSeven meter = new(3600);
        meter.Now += TimeSpan.FromSeconds(4);
        Assert.Equal(12.344m, meter.Shown);
        meter.Now += TimeSpan.FromSeconds(9);
        Assert.Equal(12.350m, meter.Shown);
    }

    [Fact]
    public void In_a_gap_not_even_that_counts()
    {
        MeterAtSeven meter = new(3600);
        meter.Now += Hour;
        Assert.Equal(12.340m, meter.Shown);
    }

    [Fact]
    public void A_power_stands_for_the_time_since_the_one_before()
    {
        MeterAtSeven meter = new(0);
        meter.Now += TimeSpan.FromSeconds(10);
        meter.Sample(7200);
        Assert.Equal(12.360m, meter.Shown);
    }

    [Fact]
    public void A_reading_above_it_counts_at_once()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(Hour);
        meter.Read(13.400m);
        Assert.Equal(13.400m, meter.Shown);
    }

    [Fact]
    public void Ahead_of_a_reading_it_waits_until_reading_and_energy_have_passed()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(Hour);
        Assert.Equal(13.340m, meter.Shown);

        meter.Read(13.240m);
        meter.Draw(TimeSpan.FromMinutes(5));
        Assert.Equal(13.340m, meter.Shown);
        meter.Draw(TimeSpan.FromMinutes(7));
        // A reading of 13.240 says 13.241 too.
        Assert.Equal(13.441m, meter.Shown);
    }

    [Fact]
    public void Ahead_by_less_than_the_registers_step_it_goes_on()
    {
        MeterAtSeven meter = new(1000, reading: 12.34m);
        meter.Draw(Hour + TimeSpan.FromSeconds(18));
        Assert.Equal(13.345m, meter.Shown);
        meter.Read(13.34m);
        meter.Draw(TimeSpan.FromSeconds(36));
        Assert.Equal(13.355m, meter.Shown);
    }

    [Fact]
    public void A_reading_below_the_last_is_a_new_meters()
    {
        MeterAtSeven meter = new(1000, reading: 5000m);
        meter.Draw(Hour);
        meter.Read(0.2m);
        Assert.Equal(0.2m, meter.Shown);
    }

    [Fact]
    public void In_doubt_it_stands_and_then_shows_what_was_used_meanwhile()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(HalfAnHour);
        Assert.Equal(12.840m, meter.Shown);
        meter.Register.Stands = true;
        meter.Draw(QuarterHour);
        Assert.Equal(12.840m, meter.Shown);
        meter.Register.Stands = false;
        Assert.Equal(13.090m, meter.Shown);
    }

    [Fact]
    public void A_gap_is_not_invented_and_the_next_reading_tells_what_it_hid()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(QuarterHour);
        meter.Now += HalfAnHour;
        meter.Draw(QuarterHour);
        Assert.Equal(12.840m, meter.Shown);

        DateTimeOffset gap = Seven + QuarterHour;
        Assert.Equal(new HiddenEnergy(new PowerGap(gap, gap + HalfAnHour), 0.500m, meter.Now), meter.Read(13.340m));
        Assert.Equal(13.340m, meter.Shown);
        meter.Draw(Hour);
        Assert.Null(meter.Read(14.340m));
    }

    [Fact]
    public void A_gap_across_the_hour_is_told_in_two_parts()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(TimeSpan.FromMinutes(50));
        DateTimeOffset from = meter.Now, eight = Seven + Hour;
        meter.Now += TimeSpan.FromMinutes(20);
        meter.Sample(1000);

        Assert.Equal(new PowerGap(from, eight), meter.Read(13.340m, stamp: eight)?.Gap);
        meter.Draw(TimeSpan.FromMinutes(50));
        HiddenEnergy? rest = meter.Read(14.340m);
        Assert.Equal(new PowerGap(eight, eight + TimeSpan.FromMinutes(10)), rest?.Gap);
        Assert.Equal(0.166m, rest?.KilowattHours);
    }

    [Fact]
    public void Power_that_never_came_back_before_the_reading_is_a_gap_too()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(HalfAnHour);
        DateTimeOffset from = meter.Now;
        meter.Now += HalfAnHour;
        Assert.Equal(new HiddenEnergy(new PowerGap(from, meter.Now), 0.500m, meter.Now), meter.Read(13.340m));
    }

    [Fact]
    public void A_clock_set_back_neither_lowers_it_nor_lets_time_count_twice()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(HalfAnHour);
        Assert.Equal(12.840m, meter.Shown);
        meter.Now -= Hour;
        Assert.Equal(12.840m, meter.Shown);
        meter.Draw(HalfAnHour);
        Assert.Equal(13.340m, meter.Shown);
    }

    [Fact]
    public void Another_run_goes_on_where_it_was()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(HalfAnHour);
        Assert.Equal(12.840m, meter.Shown);

        meter.Restart(meter.Register.Remembered());
        Assert.Equal(12.840m, meter.Shown);
        meter.Now += TimeSpan.FromMinutes(6);
        meter.Sample(1000);
        Assert.Equal(12.840m, meter.Shown);
    }

    [Fact]
    public void What_an_older_memory_does_not_know_it_does_not_lower()
    {
        MeterAtSeven meter = new(1000);
        LiveMemory old = meter.Register.Remembered();
        meter.Draw(HalfAnHour);

        meter.Restart(old);
        meter.Register.HasShown(12.840m);
        Assert.Equal(12.840m, meter.Shown);
    }

    [Fact]
    public void Not_carried_any_more_it_holds_until_the_meter_has_passed_it()
    {
        MeterAtSeven meter = new(1000);
        meter.Draw(HalfAnHour);
        Assert.Equal(12.840m, meter.Shown);
        meter.Register.IsCarried = false;
        meter.Draw(HalfAnHour);
        Assert.Equal(new LiveValue(12.840m, 12.340m), meter.Register.At(meter.Now));
        Assert.True(meter.Register.MayDiffer);
        meter.Read(13.340m);
        Assert.Equal(new LiveValue(13.340m, 13.340m), meter.Register.At(meter.Now));
        Assert.False(meter.Register.MayDiffer);
    }
}
