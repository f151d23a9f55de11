using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Tests.Meters.Guard;

namespace EspSmartMeter.Tests.Meters;

/// <summary>The total of a meter that sends tariffs alone, over steps of theirs and tariffs that come.</summary>
public sealed class TariffTotalsTests
{
    private const string Night = "1-0:1.8.1", Day = "1-0:1.8.2", Peak = "1-0:1.8.3";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_tariff_that_comes_to_the_others_and_has_counted_before_makes_no_step()
    {
        Household house = new Household(watts: 600, (Day, 2000), (Night, 1000)).Live(Minutes);
        Assert.Equal(3000.05m, Total(house));
        house.Step((Peak, 500)).Live(Minutes);
        Assert.Equal(3000.10m, Total(house));

        house.Restart().Live(Minutes);
        Assert.Equal(3000.15m, Total(house));
        house.Counting = Peak;
        Assert.Equal(3000.20m, Total(house.Live(Minutes)));
    }

    [Fact]
    public void What_is_added_to_a_tariff_is_in_the_total_too()
    {
        Household house = new Household(watts: 600, (Day, 2000), (Night, 1000)).Live(Minutes);
        house.Step((Night, 50000)).Live(Minutes);
        Assert.Equal(3000.05m, Total(house));
        house.Telegrams.Registry.Decide(house.Meter.Id, Decision.Continue);
        house.Live(Minutes);
        Assert.Equal(3000.15m, Total(house));

        house.Telegrams.Registry.DropOffsets(house.Meter.Id);
        Assert.Equal(52000.20m, Total(house.Live(Minutes)));
    }

    [Fact]
    public void A_total_is_none_of_the_values_that_the_meter_sends()
    {
        Household house = new Household(watts: 600, (Day, 2000), (Night, 1000)).Live(Hour);
        Assert.Equal(["1-0:1.7.0", Day, Night], house.Meter.State.Values.Select(value => value.Code.ToString()));
        Assert.Equal("energy_import_total", Assert.Single(house.Meter.State.Totals).Key);
    }

    private static decimal Total(Household house) => Math.Round(Assert.Single(house.Meter.State.Totals).Sum, 3);
}
