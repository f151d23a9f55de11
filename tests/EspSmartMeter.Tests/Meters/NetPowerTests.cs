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

    /// <summary>A first telegram without a checksum: the zero is believed at once, what is far above it after the second.</summary>
    [Fact]
    public void No_export_says_nothing_of_an_import_that_is_not_known()
    {
        Assert.Null(NetPower.Of([Watts("1-0:2.7.0", 0)]));
        Assert.Equal(0, NetPower.Of([Watts("1-0:1.7.0", 0)]));
        MeterValue unscaled = Watts("1-0:2.7.0", 800);
        Assert.Null(NetPower.Of([Watts("1-0:1.7.0", 0), unscaled with { Measurement = unscaled.Measurement with { ScaleKnown = false } }]));
    }

    /// <summary>Kaifa's short list sends the import alone: what was fed ten seconds ago is over.</summary>
    [Fact]
    public void A_newer_power_of_one_direction_ends_the_other()
    {
        Assert.Equal(500, NetPower.Of([Watts("1-0:1.7.0", 500, seconds: 2), Watts("1-0:2.7.0", 20)]));
        Assert.Equal(-20, NetPower.Of([Watts("1-0:1.7.0", 500), Watts("1-0:2.7.0", 20, seconds: 2)]));
        Assert.Equal(-20, NetPower.Of([Watts("1-0:1.7.0", 0, seconds: 2), Watts("1-0:2.7.0", 20)]));
    }

    /// <summary>Lithuania's meters tell a total without a direction, and each phase's both.</summary>
    [Theory]
    [InlineData(1200, 500, 0, 700, 0, 1200)]
    [InlineData(1200, 0, 500, 0, 700, -1200)]
    [InlineData(1203, 500, 0, 700, 0, 1203)]
    [InlineData(200, 500, 0, 0, 700, -200)]
    [InlineData(1200, 500, 0, 0, 700, -200)]
    [InlineData(900, 500, 0, 700, 0, null)]
    public void A_total_without_a_direction_has_that_of_its_phases(int total, int import1, int export1, int import2, int export2, int? expected)
    {
        MeterValue[] values =
        [
            Watts("1-0:15.7.0", total), Watts("1-0:21.7.0", import1), Watts("1-0:22.7.0", export1), Watts("1-0:41.7.0", import2), Watts("1-0:42.7.0", export2),
        ];
        Assert.Equal(expected, NetPower.Of(values));
        // Phases of another telegram tell nothing of this one.
        Assert.Null(NetPower.Of([values[0] with { Received = Noon.AddSeconds(10) }, .. values[1..]]));
    }

    private static MeterValue Watts(string code, decimal watts, int seconds = 0) =>
        new() { Measurement = Measurement.OfNumber(ObisCode.Parse(code), watts, Unit.Watt), Received = Noon.AddSeconds(seconds) };
}
