using EspSmartMeter.Options;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters.Guard;

public class RegisterGuardTests
{
    [Fact]
    public void Spurious_zeros_and_jumps_are_withheld_and_told()
    {
        Telegrams telegrams = new();
        List<decimal> shown = [];
        foreach (decimal value in new decimal[] { 1000, 1010, 0, 1010, 99999, 1010, 1020 })
        {
            telegrams.Send(TenSeconds, Energy(value));
            if (shown.LastOrDefault() != telegrams.Number("1-0:1.8.0"))
                shown.Add(telegrams.Number("1-0:1.8.0")!.Value);
        }

        Assert.Equal([1000, 1010, 1020], shown);
        Assert.Equal(
            ["withheld: 1-0:1.8.0 0 kWh after 1010", "withheld: 1-0:1.8.0 99999 kWh after 1010"], telegrams.Withheld.Select(rejected => rejected.Detail));
        Assert.All(telegrams.Withheld, rejected => Assert.Equal((RejectionLayer.Meter, RejectionReason.Implausible), (rejected.Layer, rejected.Reason)));
    }

    [Fact]
    public void A_temperature_under_a_registers_code_may_fall()
    {
        Telegrams telegrams = new();
        foreach (decimal degrees in new[] { 74.5m, 31.5m })
        {
            telegrams.Send(TenSeconds, Measurement.OfNumber(ObisCode.Parse("0-1:24.2.3"), degrees, Unit.DegreeCelsius));
            Assert.Equal(degrees, telegrams.Number("0-1:24.2.3"));
        }
        Assert.Empty(telegrams.Withheld);
    }

    [Fact]
    public void The_rest_of_a_telegram_with_a_withheld_register_counts()
    {
        Telegrams telegrams = new();
        telegrams.Send(TenSeconds, Power(100), Energy(1000));
        telegrams.Send(Power(200), Energy(0));

        Assert.Equal((200, 1000), (telegrams.Number("1-0:1.7.0"), telegrams.Number("1-0:1.8.0")));
    }

    [Fact]
    public void A_device_that_boots_with_zeros_for_an_hour_changes_nothing()
    {
        Telegrams telegrams = new();
        telegrams.Send(TenSeconds, Energy(1000), Energy(20, "1-0:2.8.0"));
        for (int telegram = 0; telegram < 360; telegram++)
        {
            telegrams.Send(TenSeconds, Energy(0), Energy(0, "1-0:2.8.0"));
            Assert.Equal((1000, 20), (telegrams.Number("1-0:1.8.0"), telegrams.Number("1-0:2.8.0")));
        }
        telegrams.Send(Energy(1001), Energy(20, "1-0:2.8.0"));

        Assert.Equal(1001, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_meter_first_heard_while_it_boots_with_zeros_shows_no_registers()
    {
        Telegrams telegrams = new();
        telegrams.Send(TenSeconds, Power(0), Energy(0), Energy(0, "1-0:2.8.0"));
        Assert.Null(telegrams.Number("1-0:1.8.0"));

        telegrams.Send(Power(300), Energy(12345), Energy(0, "1-0:2.8.0"));
        Assert.Equal((12345, 0), (telegrams.Number("1-0:1.8.0"), telegrams.Number("1-0:2.8.0")));
    }

    [Fact]
    public void A_swap_on_a_meter_without_id_is_believed_after_ten_minutes_and_not_before()
    {
        Telegrams telegrams = new(name: "garage") { MeterId = null };
        telegrams.Send(TenSeconds, Energy(54321));
        DateTimeOffset swapped = telegrams.Now;
        for (decimal value = 3; telegrams.Now - swapped < TimeSpan.FromMinutes(10); value += 0.001m)
        {
            telegrams.Send(TenSeconds, Energy(value));
            Assert.Equal(54321, telegrams.Number("1-0:1.8.0"));
        }
        telegrams.Send(Energy(3.061m));

        Assert.Equal(3.061m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void Ten_minutes_of_silence_are_no_growth()
    {
        Telegrams telegrams = new();
        telegrams.Send(TenSeconds, Energy(54321));
        telegrams.Send(TimeSpan.FromMinutes(11), Energy(3));
        telegrams.Send(Energy(3.1m));

        Assert.Equal(54321, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_register_that_jumps_about_is_never_believed()
    {
        Telegrams telegrams = new();
        telegrams.Send(TenSeconds, Energy(1000));
        for (int telegram = 0; telegram < 200; telegram++)
            telegrams.Send(TenSeconds, Energy(telegram % 2 == 0 ? 5 : 900));

        Assert.Equal(1000, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_day_without_telegrams_lets_ten_times_the_usual_through()
    {
        Telegrams telegrams = new();
        for (decimal number = 976; number < 1000; number += 8)
            telegrams.Send(TimeSpan.FromHours(1), Energy(number));
        telegrams.Send(TimeSpan.FromDays(1), Energy(1000));
        telegrams.Send(Energy(1200));

        Assert.Equal(1200, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void Behind_a_current_transformer_the_meters_own_power_tells_how_fast_it_may_rise()
    {
        Telegrams telegrams = new();
        telegrams.Send(TimeSpan.FromHours(1), Power(600_000), Energy(1000));
        telegrams.Send(Power(600_000), Energy(1600));

        Assert.Equal(1600, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_power_without_a_checksum_lets_no_register_rise_faster()
    {
        Telegrams telegrams = new() { Check = TelegramCheck.None };
        foreach (decimal register in (decimal[])[1000.0m, 1000.0m, 1000.1m, 1300.0m, 1300.1m])
            telegrams.Send(TenSeconds, Power(90_000_000), Energy(register));

        Assert.Equal(1000.0m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void The_largest_numbers_there_are_overflow_nothing()
    {
        ScaleOptions ratio = new(null, ObisCode.Parse("1-0:1.8.0"), 1_000_000);
        Telegrams telegrams = new(new AppOptions { Sources = [], DataFolder = "", Scale = [ratio] });
        telegrams.Send(TimeSpan.FromDays(36500), Power(ExactNumber.Largest), Power(-ExactNumber.Largest, "1-0:2.7.0"), Energy(1));
        telegrams.Send(TenSeconds, Power(ExactNumber.Largest), Energy(ExactNumber.Largest));
        telegrams.Send(Energy(1_000_001));

        Assert.Equal(1_000_001_000_000m, telegrams.Number("1-0:1.8.0"));
    }

    [Theory]
    [InlineData("1-0:16.8.0", Unit.KilowattHour)]
    [InlineData("1-0:1.6.0", Unit.Watt)]
    [InlineData("0-0:96.7.21", Unit.None)]
    public void Net_registers_peaks_and_counters_may_fall(string code, Unit unit)
    {
        Telegrams telegrams = new();
        telegrams.Send(TenSeconds, Measurement.OfNumber(ObisCode.Parse(code), 1000, unit));
        telegrams.Send(Measurement.OfNumber(ObisCode.Parse(code), 10, unit));

        Assert.Equal(10, telegrams.Number(code));
    }

    [Fact]
    public void Gas_is_judged_by_a_gas_meters_size()
    {
        DateTime hour = new(2026, 3, 10, 12, 0, 0);
        Telegrams telegrams = new();
        telegrams.Send(TimeSpan.FromHours(1), Gas(1, "G1", 100, hour));
        telegrams.Send(TimeSpan.FromHours(1), Gas(1, "G1", 106, hour.AddHours(1)));
        Assert.Equal(106, telegrams.Number("0-1:24.2.1"));

        telegrams.Send(Gas(1, "G1", 400, hour.AddHours(2)));
        Assert.Equal(106, telegrams.Number("0-1:24.2.1"));
    }

    [Fact]
    public void Without_a_checksum_or_power_a_change_counts_when_the_telegrams_around_it_bear_it_out()
    {
        Telegrams telegrams = new() { Check = TelegramCheck.None };
        telegrams.Send(TenSeconds, Energy(1000.000m));
        telegrams.Send(TenSeconds, Energy(1000.000m));
        Assert.Null(telegrams.Number("1-0:1.8.0"));

        telegrams.Send(TenSeconds, Energy(1000.001m));
        Assert.Equal(1000.000m, telegrams.Number("1-0:1.8.0"));
        telegrams.Send(TenSeconds, Energy(1000.002m));
        Assert.Equal(1000.001m, telegrams.Number("1-0:1.8.0"));

        // One digit lost on the line, within what the fuse could let through.
        telegrams.Send(TenSeconds, Energy(1008.002m));
        telegrams.Send(TenSeconds, Energy(1000.003m));
        Assert.Equal(1000.002m, telegrams.Number("1-0:1.8.0"));

        foreach (decimal register in (decimal[])[1000.004m, 1000.005m, 1000.006m])
            telegrams.Send(TenSeconds, Energy(register));
        Assert.Equal(1000.005m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void What_is_believed_survives_a_restart()
    {
        Telegrams before = new();
        before.Send(Energy(1010));

        Telegrams after = new(lastRun: before.Registry.Stored()) { Now = before.Now + TimeSpan.FromMinutes(2) };
        after.Send(Energy(0));

        Assert.Equal(1010, after.Number("1-0:1.8.0"));
        Assert.Single(after.Withheld);
    }
}
