using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters;

public sealed class NetPowerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_what_the_meter_says_itself_or_import_less_export()
    {
        Assert.Equal(-300, NetPower.Of([Watts("1-0:16.7.0", -300)]));
        Assert.Equal(480, NetPower.Of([Watts("1-0:1.7.0", 500), Watts("1-0:2.7.0", 20)]));
        Assert.Equal(500, NetPower.Of([Watts("1-0:1.7.0", 500)]));
        Assert.Equal(-20, NetPower.Of([Watts("1-0:2.7.0", 20)]));
        Assert.Null(NetPower.Of([]));
    }

    /// <summary>Kaifa's short list sends the import alone: what was fed ten seconds ago is over.</summary>
    [Fact]
    public void A_newer_power_of_one_direction_ends_the_other()
    {
        Assert.Equal(500, NetPower.Of([Watts("1-0:1.7.0", 500, seconds: 2), Watts("1-0:2.7.0", 20)]));
        Assert.Equal(-20, NetPower.Of([Watts("1-0:1.7.0", 500), Watts("1-0:2.7.0", 20, seconds: 2)]));
        Assert.Equal(-20, NetPower.Of([Watts("1-0:1.7.0", 0, seconds: 2), Watts("1-0:2.7.0", 20)]));
    }

    private static MeterValue Watts(string code, decimal watts, int seconds = 0) =>
        new() { Measurement = Measurement.OfNumber(ObisCode.Parse(code), watts, Unit.Watt), Received = Noon.AddSeconds(seconds) };
}
