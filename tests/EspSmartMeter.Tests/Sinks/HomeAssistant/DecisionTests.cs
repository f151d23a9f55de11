using System.Text.Json;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Mqtt;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What Home Assistant is told of a register that made a step, and what its owner can decide there.</summary>
public sealed class DecisionTests
{
    private const string Config = "homeassistant/device/esp_smart_meter_m1/config", Registers = "esp-smart-meter/m1/registers";

    [Fact]
    public void Buttons_stand_there_while_there_is_something_to_decide()
    {
        using Installation installation = new();
        installation.Connected();
        Send(installation, 2000);
        Assert.Empty(Buttons(installation));

        Step(installation);
        Assert.Equal(["as_it_is", "continue"], Buttons(installation));
        Assert.True(installation.Last("esp-smart-meter/bridge/state").GetProperty("problem").GetBoolean());

        installation.Meters.Decide("m1", Decision.Continue);
        Send(installation, 50000.1m);
        Assert.Equal(["drop_offset"], Buttons(installation));
        Assert.Contains(installation.On(Config), config => config.Contains("\"continue\":{\"p\":\"button\"},\"as_it_is\":{\"p\":\"button\"}", StringComparison.Ordinal));

        installation.Meters.DropOffsets("m1");
        Send(installation, 50000.2m);
        Assert.Empty(Buttons(installation));
    }

    [Fact]
    public void What_goes_on_after_a_step_has_the_meters_own_figure_and_the_offset_as_attributes()
    {
        using Installation installation = new();
        Step(installation.Connected());
        installation.Meters.Decide("m1", Decision.Continue);
        Send(installation, 50000.1m);

        JsonElement state = installation.Last(Registers);
        Assert.Equal((2000.1m, 50000.1m, -48000m), (Number(state, "energy_import"), Number(state, "energy_import_own"), Number(state, "energy_import_offset")));
        string template = installation.Last(Config).GetProperty("cmps").GetProperty("energy_import").GetProperty("json_attr_tpl").GetString()!;
        Assert.Contains("'meter_reading': value_json.energy_import_own", template, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("esp-smart-meter/m1/decide", "continue", false, "continue")]
    [InlineData("esp-smart-meter/m1/decide", "continue", true, null)]
    [InlineData("esp-smart-meter/m1/decide", "anything", false, null)]
    [InlineData("esp-smart-meter/m2/decide", "continue", false, null)]
    public void A_decision_is_heard_for_a_known_meter_and_never_from_what_the_broker_kept(string topic, string text, bool retained, string? decision)
    {
        using Installation installation = new();
        Send(installation.Connected(), 2000);
        MqttMessage message = new(topic, System.Text.Encoding.UTF8.GetBytes(text), retained, MqttQuality.AtLeastOnce);

        Assert.Equal(decision, installation.Publisher.DecisionIn(message)?.Decision);
    }

    [Fact]
    public void What_goes_on_by_itself_says_so_and_is_no_problem()
    {
        using Installation installation = new();
        installation.Connected();
        decimal number = 2000;
        Minutes(10);
        number += 48000;
        Minutes(90);

        string sentence = Assert.Single(EspSmartMeter.Sinks.Notices.NewsOf(installation.Meters.Meters[0])).ToString();
        Assert.StartsWith("Meter m1: register 1-0:1.8.0 stepped from 2000.1", sentence, StringComparison.Ordinal);
        Assert.Contains("it goes on from 2000.1", sentence, StringComparison.Ordinal);
        Assert.False(installation.Last("esp-smart-meter/bridge/state").GetProperty("problem").GetBoolean());
        Assert.Equal(["drop_offset"], Buttons(installation));

        installation.Meters.DropOffsets("m1");
        Assert.Empty(EspSmartMeter.Sinks.Notices.NewsOf(installation.Meters.Meters[0]));

        void Minutes(int minutes)
        {
            for (int minute = 0; minute < minutes; minute++)
            {
                number += 0.01m;
                installation.Take("m1", ("1-0:1.7.0", 600, Unit.Watt), ("1-0:1.8.0", number, Unit.KilowattHour));
                installation.Advance(60);
            }
        }
    }

    private static void Step(Installation installation)
    {
        Send(installation, 2000);
        for (int telegram = 0; telegram < 4; telegram++)
            Send(installation, 50000);
    }

    /// <summary>A telegram, and the time after which a changed discovery message goes out again.</summary>
    private static void Send(Installation installation, decimal kilowattHours)
    {
        installation.Take("m1", ("1-0:1.8.0", kilowattHours, Unit.KilowattHour));
        installation.Advance(150);
    }

    private static IEnumerable<string> Buttons(Installation installation) => installation.Last(Config).GetProperty("cmps").EnumerateObject()
        .Where(component => component.Value.TryGetProperty("cmd_t", out _)).Select(component => component.Name).Order(StringComparer.Ordinal);

    private static decimal Number(JsonElement state, string key) => state.GetProperty(key).GetDecimal();
}
