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
