using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Names;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>The amperes that are still free of each phase: there where the fuse is set, and off until they are wanted.</summary>
public sealed class FreeCurrentTests
{
    private static readonly DateTimeOffset At = Installation.Start;

    [Fact]
    public void They_are_currents_that_are_off_and_come_to_the_fuse_with_what_flows()
    {
        using Installation installation = new(new AppOptions { Sources = [new SourceOptions(null, new Uri("tcp://emeter.local:8088"), KeyRing.Empty) { Fuse = 25 }], DataFolder = "" });
        installation.Connected().Run("kaifa-sweden", TimeSpan.FromMinutes(3));

        string config = installation.Sent.Last(message => message.Topic.EndsWith("/config", StringComparison.Ordinal) && message.Text.Contains("current_free", StringComparison.Ordinal)).Text;
        JsonElement components = JsonDocument.Parse(config).RootElement.GetProperty("cmps");
        JsonElement state = JsonDocument.Parse(installation.Sent.Last(message => message.Topic.EndsWith("/live", StringComparison.Ordinal)).Text).RootElement;
        for (int phase = 1; phase <= 3; phase++)
        {
            JsonElement component = components.GetProperty($"current_free_l{phase}");
            Assert.Equal(("current", "measurement", "A"), (component.GetProperty("dev_cla").GetString(), component.GetProperty("stat_cla").GetString(), component.GetProperty("unit_of_meas").GetString()));
            Assert.False(component.GetProperty("en").GetBoolean());
            Assert.Equal($"Current still free L{phase}", component.GetProperty("name").GetString());
            Assert.Equal(25, state.GetProperty($"current_free_l{phase}").GetDecimal() + Math.Abs(state.GetProperty($"current_l{phase}").GetDecimal()));
        }
    }

    [Fact]
    public void Where_no_fuse_is_set_there_are_none()
    {
        using Installation installation = new();
        installation.Connected().Run("kaifa-sweden", TimeSpan.FromMinutes(3));
        Assert.NotEmpty(installation.Sent);
        Assert.DoesNotContain(installation.Sent, message => message.Text.Contains("current_free", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_has_a_name_in_each_language()
    {
        foreach (string language in EntityNames.Languages)
            Assert.All(FreeCurrents.Quantities, quantity => Assert.EndsWith($" L{quantity.Phase}", EntityNames.In(language).Find(quantity), StringComparison.Ordinal));
    }

    [Fact]
    public void A_current_that_is_sent_comes_before_power_over_voltage() =>
        Assert.Equal(15.5m, Free(1, Sent("1-0:31.7.0", 9.5m, Unit.Ampere), Sent("1-0:32.7.0", 230, Unit.Volt), Sent("1-0:21.7.0", 2300, Unit.Watt)));

    [Fact]
    public void What_is_given_loads_the_fuse_too_and_more_than_it_carries_is_below_zero()
    {
        Assert.Equal(5m, Free(1, Sent("1-0:31.7.0", -20, Unit.Ampere)));
        Assert.Equal(-1.25m, Free(1, Sent("1-0:31.7.0", 26.25m, Unit.Ampere)));
        Assert.Equal(15m, Free(2, Sent("1-0:52.7.0", 230, Unit.Volt), Sent("1-0:41.7.0", 0, Unit.Watt), Sent("1-0:42.7.0", 2300, Unit.Watt)));
    }

    [Fact]
    public void Apparent_power_comes_before_active_and_no_more_is_free_than_is_said()
    {
        Assert.Equal(14m, Free(3, Sent("1-0:72.7.0", 230, Unit.Volt), Sent("1-0:61.7.0", 1000, Unit.Watt), Sent("1-0:69.7.0", 2530, Unit.VoltAmpere)));
        // 1000 W over 230 V are 4.3478… A.
        Assert.Equal(20.65m, Free(3, Sent("1-0:72.7.0", 230, Unit.Volt), Sent("1-0:61.7.0", 1000, Unit.Watt)));
    }

    [Fact]
    public void A_phase_without_a_voltage_or_of_unknown_scale_tells_nothing()
    {
        Assert.Null(Free(1, Sent("1-0:21.7.0", 1000, Unit.Watt)));
        Assert.Null(Free(1, Sent("1-0:21.7.0", 1000, Unit.Watt), Sent("1-0:32.7.0", 0, Unit.Volt)));
        Assert.Null(Free(1, Sent("1-0:31.7.0", 9, Unit.Ampere) with { Measurement = Measurement.OfNumber(ObisCode.Parse("1-0:31.7.0"), 9, Unit.Ampere, scaleKnown: false) }));
        Assert.Null(Free(2, Sent("1-0:31.7.0", 9.5m, Unit.Ampere)));
    }

    private static decimal? Free(int phase, params MeterValue[] values) =>
        FreeCurrents.Of(values, 25).SingleOrDefault(value => value.Made == FreeCurrents.Quantities[phase - 1])?.Measurement.Number;

    private static MeterValue Sent(string code, decimal number, Unit unit) => new() { Measurement = Measurement.OfNumber(ObisCode.Parse(code), number, unit), Received = At };
}
