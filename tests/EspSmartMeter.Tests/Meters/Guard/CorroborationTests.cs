using SmartMeter.Decoding.Readings;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters.Guard;

public class CorroborationTests
{
    [Fact]
    public void What_the_power_before_explains_counts_at_once()
    {
        Telegrams telegrams = SettledMeter.Counting(TelegramCheck.Sum8);
        telegrams.Send(TenSeconds, Power(3600), Energy(1000.060m));

        Assert.Equal(1000.060m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void What_it_does_not_explain_waits_for_the_next_telegram()
    {
        Telegrams telegrams = SettledMeter.Counting(TelegramCheck.Sum8);
        telegrams.Send(TenSeconds, Power(3600), Energy(1000.090m));
        Assert.Equal(1000.050m, telegrams.Number("1-0:1.8.0"));

        telegrams.Send(TenSeconds, Power(3600), Energy(1000.091m));
        Assert.Equal(1000.091m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_digit_that_the_next_telegram_takes_back_is_never_shown()
    {
        Telegrams telegrams = SettledMeter.Counting(TelegramCheck.Sum8);
        telegrams.Send(TenSeconds, Power(3600), Energy(1000.860m));
        telegrams.Send(TenSeconds, Power(3600), Energy(1000.070m));
        Assert.Equal(1000.050m, telegrams.Number("1-0:1.8.0"));

        telegrams.Send(TenSeconds, Power(3600), Energy(1000.080m));
        Assert.Equal(1000.080m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_tariff_that_stood_still_waits_whatever_the_power()
    {
        Telegrams telegrams = SettledMeter.Saying(TelegramCheck.Sum8, Power(3600), Energy(500, "1-0:1.8.2"));
        telegrams.Send(TenSeconds, Power(3600), Energy(500.008m, "1-0:1.8.2"));

        Assert.Equal(500, telegrams.Number("1-0:1.8.2"));
    }

    [Fact]
    public void A_digit_that_was_lowered_is_not_shown_though_the_next_telegram_is_above_it()
    {
        Telegrams telegrams = SettledMeter.Counting(TelegramCheck.Sum8);
        telegrams.Now += TimeSpan.FromMinutes(1);
        telegrams.Send(TenSeconds, Power(3600), Energy(1000.060m));
        telegrams.Send(TenSeconds, Power(3600), Energy(1000.120m));
        Assert.Equal(1000.050m, telegrams.Number("1-0:1.8.0"));

        telegrams.Send(TenSeconds, Power(3600), Energy(1000.130m));
        Assert.Equal(1000.130m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_rise_beyond_what_the_power_tells_counts_once_it_has_gone_on_for_six_telegrams()
    {
        Telegrams telegrams = SettledMeter.Counting(TelegramCheck.Sum8);
        telegrams.Now += TimeSpan.FromMinutes(1);
        for (int telegram = 1; telegram <= 6; telegram++)
            telegrams.Send(TenSeconds, Power(3600), Energy(1001 + (telegram * 0.030m)));
        Assert.Equal(1000.050m, telegrams.Number("1-0:1.8.0"));

        telegrams.Send(TenSeconds, Power(3600), Energy(1001.210m));
        Assert.Equal(1001.180m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void A_register_that_a_telegram_names_now_and_then_is_a_damaged_code()
    {
        Telegrams telegrams = SettledMeter.Counting(TelegramCheck.Sum8);
        for (int damaged = 0; damaged < 2; damaged++)
        {
            telegrams.Send(TenSeconds, Power(0), Energy(1000.050m, "1-0:1.8.1"));
            telegrams.Send(TenSeconds, Power(0), Energy(1000.050m));
        }

        Assert.Null(telegrams.Meter.State.Find(SmartMeter.Decoding.Obis.ObisCode.Parse("1-0:1.8.1")));
    }
}
