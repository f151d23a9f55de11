using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters.Guard;

public class InstantGuardTests
{
    public static TheoryData<TelegramCheck> WeakChecks => [TelegramCheck.None, TelegramCheck.Sum6, TelegramCheck.Sum7, TelegramCheck.Sum8];

    [Theory]
    [MemberData(nameof(WeakChecks))]
    public void A_power_that_no_house_has_is_withheld_and_told(TelegramCheck check)
    {
        Telegrams telegrams = SettledMeter.Idle(check);
        telegrams.Send(TenSeconds, Power(536_871_398), Energy(1000));

        Assert.Equal(400, telegrams.Number("1-0:1.7.0"));
        Assert.Equal("withheld: 1-0:1.7.0 536871398 W which no such connection has", Assert.Single(telegrams.Withheld).Detail);
    }

    [Fact]
    public void A_damaged_power_does_not_let_the_next_damaged_register_through()
    {
        Telegrams telegrams = SettledMeter.Idle(TelegramCheck.Sum8);
        telegrams.Send(TenSeconds, Power(536_871_398), Energy(1000));
        telegrams.Repeat(5, Power(400), Energy(34_554));

        Assert.Equal(1000, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void On_a_weak_check_a_value_far_from_its_past_counts_when_the_next_telegram_bears_it_out()
    {
        Telegrams telegrams = SettledMeter.Idle(TelegramCheck.Sum7);
        telegrams.Send(TenSeconds, Power(2400), Energy(1000));
        Assert.Equal(400, telegrams.Number("1-0:1.7.0"));

        telegrams.Send(TenSeconds, Power(2410), Energy(1000));
        Assert.Equal(2410, telegrams.Number("1-0:1.7.0"));
        Assert.Empty(telegrams.Withheld);
    }

    [Fact]
    public void On_a_weak_check_a_value_that_comes_and_goes_is_not_shown()
    {
        Telegrams telegrams = SettledMeter.Idle(TelegramCheck.Sum7);
        telegrams.Send(TenSeconds, Power(4496), Energy(1000));
        telegrams.Send(TenSeconds, Power(401), Energy(1000));

        Assert.Equal(401, telegrams.Number("1-0:1.7.0"));
    }

    [Fact]
    public void On_a_proven_telegram_a_value_far_from_its_past_counts_at_once()
    {
        Telegrams telegrams = SettledMeter.Idle(TelegramCheck.Crc16);
        telegrams.Send(TenSeconds, Power(9000), Energy(1000));

        Assert.Equal(9000, telegrams.Number("1-0:1.7.0"));
    }

    [Fact]
    public void On_a_weak_check_the_bound_is_not_widened_step_by_step()
    {
        Telegrams telegrams = SettledMeter.Idle(TelegramCheck.None);
        foreach (decimal watts in (decimal[])[128_000, 190_000, 280_000, 410_000])
        {
            telegrams.Repeat(2, Power(watts), Energy(1000));
            telegrams.Repeat(4, Power(400), Energy(1000));
            Assert.Equal(400, telegrams.Number("1-0:1.7.0"));
        }

        telegrams.Repeat(2, Power(410_000), Energy(1000));
        Assert.Equal(400, telegrams.Number("1-0:1.7.0"));
    }

    [Fact]
    public void A_damaged_value_makes_no_other_one_likely()
    {
        Telegrams telegrams = new() { Check = TelegramCheck.None };
        foreach (decimal watts in (decimal[])[0, 0, 0, 0, 65536, 0, 8])
            telegrams.Send(TenSeconds, Power(watts, "1-0:2.7.0"));

        Assert.Equal(0, telegrams.Number("1-0:2.7.0"));
    }

    [Fact]
    public void Where_something_that_never_changes_has_changed_the_rest_of_the_telegram_waits()
    {
        Telegrams telegrams = new() { Check = TelegramCheck.Sum7 };
        Measurement version = Measurement.OfText(ObisCode.Parse("1-0:0.2.0"), "V1.00");
        for (int telegram = 0; telegram < 6; telegram++)
            telegrams.Send(TenSeconds, version, Power(400 + (telegram % 3)), Energy(1000.000m));
        telegrams.Send(TenSeconds, version with { Text = "V1.04" }, Power(401), Energy(1000.001m));
        Assert.Equal((402, "V1.00"), (telegrams.Number("1-0:1.7.0"), telegrams.Meter.State.Find(version.Code)!.Measurement.Text));

        telegrams.Send(TenSeconds, version with { Text = "V1.04" }, Power(401), Energy(1000.001m));
        Assert.Equal((401, "V1.04"), (telegrams.Number("1-0:1.7.0"), telegrams.Meter.State.Find(version.Code)!.Measurement.Text));
    }

    [Theory]
    [InlineData("1-0:32.7.0", Unit.Volt, 230.1, 8423.1)]
    [InlineData("1-0:32.7.0", Unit.Volt, 230.1, 2.3)]
    [InlineData("1-0:31.7.0", Unit.Ampere, 1.2, 328.8)]
    [InlineData("1-0:14.7.0", Unit.Hertz, 50.01, 90.01)]
    [InlineData("1-0:13.7.0", Unit.None, 0.98, 8.98)]
    public void Voltage_current_frequency_and_power_factor_have_bounds(string code, Unit unit, double usual, double wrong)
    {
        Measurement sent = Measurement.OfNumber(ObisCode.Parse(code), (decimal)usual, unit);
        Telegrams telegrams = SettledMeter.Saying(TelegramCheck.Sum8, sent);
        telegrams.Repeat(2, sent with { Number = (decimal)wrong });

        Assert.Equal((decimal)usual, telegrams.Number(code));
        Assert.Equal(2, telegrams.Withheld.Count);
    }

    [Theory]
    [InlineData(TelegramCheck.Crc16, 1)]
    [InlineData(TelegramCheck.Tag, 1)]
    [InlineData(TelegramCheck.Sum8, 6)]
    public void A_power_beyond_the_fuse_is_believed_when_proven_or_after_several_telegrams(TelegramCheck check, int telegramsNeeded)
    {
        Telegrams telegrams = SettledMeter.Idle(check);
        for (int telegram = 1; telegram <= telegramsNeeded; telegram++)
        {
            Assert.Equal(400, telegrams.Number("1-0:1.7.0"));
            telegrams.Send(TenSeconds, Power(600_000), Energy(1000));
        }

        Assert.Equal(600_000, telegrams.Number("1-0:1.7.0"));
    }

    [Fact]
    public void A_gigawatt_is_nobodys_power()
    {
        Telegrams telegrams = SettledMeter.Idle(TelegramCheck.Tag);
        telegrams.Send(TenSeconds, Power(3_460_000_000), Energy(1000));

        Assert.Equal(400, telegrams.Number("1-0:1.7.0"));
    }
}
