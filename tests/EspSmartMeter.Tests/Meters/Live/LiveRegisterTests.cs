using EspSmartMeter.Meters.Live;

namespace EspSmartMeter.Tests.Meters.Live;

public class LiveRegisterTests
{
    private static readonly DateTimeOffset Seven = new(2026, 3, 10, 7, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly LiveRegister _register = new() { IsCarried = true };
    private DateTimeOffset _now = Seven;

    private decimal? Shown => _register.At(_now)?.Number;

    [Fact]
    public void It_shows_its_reading_and_the_energy_since_the_readings_stamp()
    {
        Draw(3600, TenSeconds);
        _register.Read(12.34m, Seven, _now);
        Assert.Equal(12.350m, Shown);

        Draw(3600, TimeSpan.FromMinutes(30));
        Assert.Equal(new LiveValue(14.150m, 12.34m), _register.At(_now));
    }

    [Fact]
    public void Power_goes_on_until_the_next_is_due_and_no_longer()
    {
        Draw(3600, TimeSpan.Zero);
        _register.Read(12.34m, Seven, _now);
        _now += TimeSpan.FromSeconds(4);
        Assert.Equal(12.344m, Shown);
        _now += TimeSpan.FromSeconds(9);
        Assert.Equal(12.350m, Shown);
    }

    [Fact]
    public void In_a_gap_not_even_that_counts()
    {
        Draw(3600, TimeSpan.Zero);
        _register.Read(12.34m, Seven, _now);
        _now += TimeSpan.FromHours(1);
        Assert.Equal(12.34m, Shown);
    }

    [Fact]
    public void Between_two_powers_it_rises_in_a_straight_line()
    {
        Sample(0);
        _register.Read(12.34m, Seven, _now);
        _now += TenSeconds;
        Sample(7200);
        Assert.Equal(12.350m, Shown);
    }

    [Fact]
    public void A_reading_above_it_counts_at_once()
    {
        Draw(1000, TenSeconds);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromHours(1) - TenSeconds);
        _register.Read(13.400m, _now, _now);
        Assert.Equal(13.400m, Shown);
    }

    [Fact]
    public void Ahead_of_a_reading_it_waits_until_reading_and_energy_have_passed()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromHours(1));
        Assert.Equal(13.340m, Shown);

        _register.Read(13.240m, _now, _now);
        Draw(1000, TimeSpan.FromMinutes(5));
        Assert.Equal(13.340m, Shown);
        Draw(1000, TimeSpan.FromMinutes(7));
        // A reading of 13.240 says 13.241 too.
        Assert.Equal(13.441m, Shown);
    }

    [Fact]
    public void Ahead_by_less_than_the_registers_step_it_goes_on()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.34m, Seven, _now);
        Draw(1000, TimeSpan.FromHours(1) + TimeSpan.FromSeconds(18));
        Assert.Equal(13.345m, Shown);
        _register.Read(13.34m, _now, _now);
        Draw(1000, TimeSpan.FromSeconds(36));
        Assert.Equal(13.355m, Shown);
    }

    [Fact]
    public void A_reading_below_the_last_is_a_new_meters()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(5000m, Seven, _now);
        Draw(1000, TimeSpan.FromHours(1));
        _register.Read(0.2m, _now, _now);
        Assert.Equal(0.2m, Shown);
    }

    [Fact]
    public void In_doubt_it_stands_and_then_shows_what_was_used_meanwhile()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromMinutes(30));
        Assert.Equal(12.840m, Shown);
        _register.Stands = true;
        Draw(1000, TimeSpan.FromMinutes(15));
        Assert.Equal(12.840m, Shown);
        _register.Stands = false;
        Assert.Equal(13.090m, Shown);
    }

    [Fact]
    public void A_gap_is_not_invented_and_the_next_reading_tells_what_it_hid()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromMinutes(15));
        _now += TimeSpan.FromMinutes(30);
        Draw(1000, TimeSpan.FromMinutes(15));
        Assert.Equal(12.840m, Shown);

        DateTimeOffset gap = Seven + TimeSpan.FromMinutes(15);
        Assert.Equal(new HiddenEnergy(new PowerGap(gap, gap + TimeSpan.FromMinutes(30)), 0.500m, _now), _register.Read(13.340m, _now, _now));
        Assert.Equal(13.340m, Shown);
        Draw(1000, TimeSpan.FromHours(1));
        Assert.Null(_register.Read(14.340m, _now, _now));
    }

    [Fact]
    public void A_gap_across_the_hour_is_told_in_two_parts()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromMinutes(50));
        DateTimeOffset from = _now, eight = Seven + TimeSpan.FromHours(1);
        _now += TimeSpan.FromMinutes(20);
        Sample(1000);

        Assert.Equal(new PowerGap(from, eight), _register.Read(13.340m, eight, _now)?.Gap);
        Draw(1000, TimeSpan.FromMinutes(50));
        HiddenEnergy? rest = _register.Read(14.340m, _now, _now);
        Assert.Equal(new PowerGap(eight, eight + TimeSpan.FromMinutes(10)), rest?.Gap);
        Assert.Equal(0.166m, rest?.KilowattHours);
    }

    [Fact]
    public void Power_that_never_came_back_before_the_reading_is_a_gap_too()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromMinutes(30));
        DateTimeOffset from = _now;
        _now += TimeSpan.FromMinutes(30);
        HiddenEnergy? hidden = _register.Read(13.340m, _now, _now);
        Assert.Equal(new HiddenEnergy(new PowerGap(from, _now), 0.500m, _now), hidden);
    }

    [Fact]
    public void A_clock_set_back_neither_lowers_it_nor_lets_time_count_twice()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromMinutes(30));
        Assert.Equal(12.840m, Shown);
        _now -= TimeSpan.FromHours(1);
        Assert.Equal(12.840m, Shown);
        Draw(1000, TimeSpan.FromMinutes(30));
        Assert.Equal(13.340m, Shown);
    }

    [Fact]
    public void Another_run_goes_on_where_it_was()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromMinutes(30));
        Assert.Equal(12.840m, Shown);

        LiveRegister next = new() { IsCarried = true };
        next.Resume(_register.Remembered());
        Assert.Equal(12.840m, next.At(_now)?.Number);
        _now += TimeSpan.FromMinutes(6);
        next.Sample(_now, 1000, TenSeconds, TenSeconds * 3);
        Assert.Equal(12.840m, next.At(_now)?.Number);
    }

    [Fact]
    public void What_an_older_memory_does_not_know_it_does_not_lower()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        LiveMemory old = _register.Remembered();
        Draw(1000, TimeSpan.FromMinutes(30));

        LiveRegister next = new() { IsCarried = true };
        next.Resume(old);
        next.HasShown(12.840m);
        Assert.Equal(12.840m, next.At(_now)?.Number);
    }

    [Fact]
    public void Not_carried_any_more_it_holds_until_the_meter_has_passed_it()
    {
        Draw(1000, TimeSpan.Zero);
        _register.Read(12.340m, Seven, _now);
        Draw(1000, TimeSpan.FromMinutes(30));
        Assert.Equal(12.840m, Shown);
        _register.IsCarried = false;
        Draw(1000, TimeSpan.FromMinutes(30));
        Assert.Equal(new LiveValue(12.840m, 12.340m), _register.At(_now));
        _register.Read(13.340m, _now, _now);
        Assert.Equal(new LiveValue(13.340m, 13.340m), _register.At(_now));
    }

    private void Draw(decimal watts, TimeSpan time)
    {
        DateTimeOffset end = _now + time;
        for (Sample(watts); _now < end; Sample(watts))
            _now = _now + TenSeconds < end ? _now + TenSeconds : end;
    }

    private void Sample(decimal watts) => _register.Sample(_now, watts, TenSeconds, TenSeconds * 3);
}
