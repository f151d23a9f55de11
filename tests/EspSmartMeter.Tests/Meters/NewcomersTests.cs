using SmartMeter.Decoding.Readings;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters;

public class NewcomersTests
{
    [Theory]
    [InlineData(TelegramCheck.None, 3)]
    [InlineData(TelegramCheck.Sum8, 3)]
    [InlineData(TelegramCheck.Crc16, 1)]
    public void A_second_meter_of_a_line_is_believed_when_proven_or_when_it_comes_again(TelegramCheck check, int telegramsNeeded)
    {
        Telegrams telegrams = new() { Check = check };
        telegrams.Send(TimeSpan.FromSeconds(10), Power(400));
        telegrams.MeterId = "m5";
        for (int telegram = 1; telegram <= telegramsNeeded; telegram++)
        {
            Assert.Single(telegrams.Registry.Meters);
            telegrams.Send(TimeSpan.FromSeconds(10), Power(400));
        }

        Assert.Equal(["m1", "m5"], telegrams.Registry.Meters.Select(meter => meter.Id));
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(60, 6)]
    public void One_that_sends_seldom_is_believed_later(int telegramsBetween, int telegramsNeeded)
    {
        Telegrams telegrams = new() { Check = TelegramCheck.None };
        for (int telegram = 1; telegram <= telegramsNeeded; telegram++)
        {
            telegrams.MeterId = "m1";
            for (int between = 0; between < telegramsBetween; between++)
                telegrams.Send(TimeSpan.FromSeconds(10), Power(400));
            Assert.Single(telegrams.Registry.Meters);
            telegrams.MeterId = "m5";
            telegrams.Send(TimeSpan.FromSeconds(10), Power(400));
        }

        Assert.Equal(2, telegrams.Registry.Meters.Count);
    }

    [Fact]
    public void Ids_of_damaged_telegrams_make_no_meters()
    {
        Telegrams telegrams = new() { Check = TelegramCheck.None };
        for (int telegram = 0; telegram < 1000; telegram++)
        {
            telegrams.MeterId = telegram % 10 == 9 ? $"m1{telegram % 70}" : "m1";
            telegrams.Send(TimeSpan.FromSeconds(10), Power(400));
        }

        Assert.Single(telegrams.Registry.Meters);
    }

    [Fact]
    public void What_names_no_meter_is_none_of_one_that_is_not_believed()
    {
        Telegrams telegrams = new() { Check = TelegramCheck.Sum8 };
        foreach (string? id in (string?[])["m1", "m5", null])
        {
            telegrams.MeterId = id;
            telegrams.Send(TimeSpan.FromSeconds(10), Power(400));
        }

        Assert.Equal(2, Assert.Single(telegrams.Registry.Meters).State.Telegrams);
    }
}
