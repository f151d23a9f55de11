using System.Text.Json;
using EspSmartMeter.Mqtt;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What meters and others on the broker may send, refused or bounded.</summary>
public sealed class HostileInputTests
{
    private const string Registers = "esp-smart-meter/m1/registers", Config = "homeassistant/device/esp_smart_meter_m1/config";

    private static readonly (string, decimal, Unit) Power = ("1-0:1.7.0", 500, Unit.Watt);

    [Theory]
    [InlineData("offline")]
    [InlineData("")]
    [InlineData("{\"online\": true}")]
    [InlineData("onlineonlineonlineonlineonline")]
    public void Other_payloads_on_the_birth_topic_do_nothing(string payload)
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", Power);
        installation.Advance(30);
        installation.Sent.Clear();
        installation.Publisher.OnMessage(MqttMessage.Retained("homeassistant/status", payload), installation.Now);
        installation.Advance(5);
        Assert.Empty(installation.Sent);
    }

    [Fact]
    public void A_text_of_two_thousand_characters_is_cut_for_the_state_and_whole_in_the_attributes()
    {
        using Installation installation = new();
        installation.Connected();
        Reading reading = new() { MeterId = "m1" };
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), 1, Unit.Watt));
        reading.Add(Measurement.OfText(ObisCode.Parse("0-0:96.13.0"), new string('x', 5000) + "\n\0"));
        installation.Take(reading);
        Assert.Equal(2048, installation.Last(Registers).GetProperty("text_message").GetString()!.Length);
        JsonElement component = installation.Last(Config).GetProperty("cmps").GetProperty("text_message");
        Assert.Contains("[:255]", component.GetProperty("val_tpl").GetString());
        Assert.Contains("'text': value_json.text_message", component.GetProperty("json_attr_tpl").GetString());
    }

    [Fact]
    public void Odd_makers_models_and_serials_cannot_break_the_discovery_message()
    {
        using Installation installation = new();
        installation.Connected();
        Reading reading = new() { MeterId = "a/+#\"\\\u0007ü", Manufacturer = "\u0000" + new string('M', 500), Model = "  " };
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), 1, Unit.Watt));
        installation.Take(reading);
        MqttMessage config = installation.Sent.Last(message => message.Topic.EndsWith("/config"));
        Assert.Matches("^homeassistant/device/esp_smart_meter_[a-zA-Z0-9_-]+/config$", config.Topic);
        JsonElement device = JsonDocument.Parse(config.Text).RootElement.GetProperty("dev");
        Assert.Equal(64, device.GetProperty("mf").GetString()!.Length);
        Assert.False(device.TryGetProperty("mdl", out _));
    }

    [Fact]
    public void A_meter_called_bridge_does_not_take_the_bridges_topics()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("bridge", Power);
        Assert.Contains(installation.Sent, message => message.Topic == "esp-smart-meter/bridge_meter/live");
    }

    [Fact]
    public void A_stream_that_invents_codes_is_bounded()
    {
        using Installation installation = new();
        installation.Connected();
        for (int c = 0; c < 250; c++)
            installation.Take("m1", [.. Enumerable.Range(0, 4).Select(d => ($"1-0:{c}.{d + 100}.9", 1m, Unit.Watt))]);
        Assert.InRange(installation.Last(Config).GetProperty("cmps").EnumerateObject().Count(), 1, 400);
    }
}
