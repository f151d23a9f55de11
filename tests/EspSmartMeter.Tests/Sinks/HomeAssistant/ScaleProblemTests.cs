using System.Text.Json;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>A scale that is wrong is a problem, said in the owner's language, and the values are published as they were.</summary>
public sealed class ScaleProblemTests
{
    [Fact]
    public void Registers_that_rise_ten_times_slower_than_the_power_says_are_a_problem_with_the_line_to_paste()
    {
        using Installation installation = new(new AppOptions { Sources = [Installation.SourceAt("tcp://emeter.local:8088")], DataFolder = "", Language = "de" });
        installation.Connected();
        decimal register = 1000;
        for (int telegram = 0; telegram < 4 * 120; telegram++)
        {
            decimal watts = 703 + (telegram % 7 * 31);
            register += watts / 120 / 1000 / 10;
            installation.Take("m1", ("1-0:1.7.0", watts, Unit.Watt), ("1-0:1.8.0", Math.Round(register, 4), Unit.KilowattHour));
            installation.Advance(30);
        }

        JsonElement bridge = installation.Last("esp-smart-meter/bridge/state");
        Assert.True(bridge.GetProperty("problem").GetBoolean());
        string diagnosis = bridge.GetProperty("diagnosis").GetString()!;
        Assert.StartsWith("Zähler m1: Gemessen an 1-0:1.7.0 zeigt 1-0:1.8.0 1/10 × so viel, wie es sollte", diagnosis, StringComparison.Ordinal);
        Assert.Contains("""- {meter: "m1", obis: "1-0:1.8.0", factor: 10}""", diagnosis, StringComparison.Ordinal);
        Assert.Equal(Math.Round(register, 4), installation.Last("esp-smart-meter/m1/registers").GetProperty("energy_import").GetDecimal(), 2);
    }
}
