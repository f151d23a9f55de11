using EspSmartMeter.Sinks.Web;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>The table of who gives the key.</summary>
public sealed class KeyTableTests
{
    [Fact]
    public void Each_row_names_a_country_and_what_it_gives()
    {
        Assert.NotEmpty(KeyTable.Rows);
        Assert.All(KeyTable.Rows, row =>
        {
            Assert.Matches("^[A-Z]{2}$", row.Country);
            Assert.InRange(row.Keys, 0, 2);
            Assert.All(row.Flags, flag => Assert.Matches("^[A-Z]{3}$", flag));
            if (row.Keys == 0)
                Assert.Equal(("", 0), (row.Names, row.Flags.Count));
        });
    }

    [Fact]
    public void Each_country_whose_meters_are_read_is_in_it_and_encrypts_there_as_here()
    {
        foreach (SimulatedMeter meter in SimulatedMeters.All)
        {
            string[] countries = meter.Countries.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            Assert.All(countries, country => Assert.Contains(KeyTable.Rows, row => row.Country == country && row.Keys > 0 == meter.Keys is not null));
        }
    }
}
