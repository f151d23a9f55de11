using System.Text.Json;
using EspSmartMeter.Languages;
using EspSmartMeter.Sources;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>The app itself as a device: what it says before, without and besides telegrams.</summary>
public sealed class BridgeTests
{
    private static readonly (string, decimal, Unit) Power = ("1-0:1.7.0", 500, Unit.Watt);

    [Fact]
    public void The_bridge_is_there_before_any_telegram()
    {
        using Installation installation = new();
        installation.Connected();
        Assert.Equal(
            ["homeassistant/device/esp_smart_meter_bridge/config", "esp-smart-meter/bridge/state", "esp-smart-meter/status"],
            installation.Sent.Select(message => message.Topic));
        Assert.Equal([true, false, true], installation.Sent.Select(message => message.Retain));
        Assert.False(installation.Last("esp-smart-meter/bridge/state").GetProperty("problem").GetBoolean());
    }

    [Fact]
    public void What_it_says_is_repeated_for_a_home_assistant_that_has_just_made_its_entities()
    {
        using Installation installation = new();
        installation.Connected().Advance(20);
        Assert.Equal(3, installation.On("esp-smart-meter/bridge/state").Count());
        Assert.Single(installation.On("esp-smart-meter/bridge/state").Distinct());
    }

    [Fact]
    public void The_rate_of_telegrams_is_told_as_soon_as_it_is_known()
    {
        using Installation installation = new();
        installation.Connected();
        for (int telegram = 0; telegram < 7; telegram++)
        {
            installation.Take("m1", Power);
            installation.Advance(10);
        }
        Assert.Equal(6, installation.Last("esp-smart-meter/bridge/state").GetProperty("source_emeter_local_8088_telegrams_per_minute").GetDecimal());
    }

    /// <summary>Home Assistant takes entities away a moment after it was told to, and complains of a template whose member is missing.</summary>
    [Fact]
    public void An_entity_whose_source_is_no_longer_in_the_state_is_unknown_and_no_complaint()
    {
        using Installation installation = new();
        installation.Connected();
        JsonProperty[] ofSources = [.. installation.Last("homeassistant/device/esp_smart_meter_bridge/config").GetProperty("cmps").EnumerateObject()
            .Where(component => component.Name.Contains("source_", StringComparison.Ordinal))];
        Assert.NotEmpty(ofSources);
        foreach (JsonProperty component in ofSources)
        {
            foreach (string template in (string[])["val_tpl", "json_attr_tpl"])
            {
                if (component.Value.TryGetProperty(template, out JsonElement text))
                    Assert.Contains("| default(", text.GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Ciphered_telegrams_without_a_key_make_a_problem_with_the_diagnosis()
    {
        using Installation installation = new();
        installation.Connected();
        for (int i = 0; i < 30; i++)
        {
            installation.Advance(10);
            installation.Source.Statistics.Received(100, installation.Now);
            installation.Source.Statistics.Refused(new Rejected(RejectionLayer.Ciphering, RejectionReason.KeyMissing, 0, new byte[10]), installation.Now);
        }
        JsonElement state = installation.Last("esp-smart-meter/bridge/state");
        Assert.True(state.GetProperty("problem").GetBoolean());
        Assert.Contains("encrypted and no decryption key is set", state.GetProperty("diagnosis").GetString());
        Assert.True(state.GetProperty("source_emeter_local_8088_rejections_by_reason").GetProperty("key-missing").GetInt32() > 0);
        Assert.Equal("ciphering: key-missing", state.GetProperty("source_emeter_local_8088_last_rejection").GetString());
    }

    [Theory]
    [InlineData("en", "none")]
    [InlineData("de", "keine")]
    public void That_nothing_was_refused_is_told_in_the_users_language(string language, string none)
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://emeter.local:8088")) with { Language = language });
        installation.Connected();
        Assert.Equal(none, installation.Last("esp-smart-meter/bridge/state").GetProperty("source_emeter_local_8088_last_rejection").GetString());
    }

    [Fact]
    public void A_broken_link_is_told_at_once_and_becomes_a_problem_after_half_a_minute()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Advance(20);
        installation.Source.Statistics.LinkIs(LinkState.Lost, installation.Now, Sentence.Of("tcp.closed", "emeter.local"));
        installation.Advance(1);
        JsonElement state = installation.Last("esp-smart-meter/bridge/state");
        Assert.False(state.GetProperty("source_emeter_local_8088_link").GetBoolean());
        Assert.False(state.GetProperty("problem").GetBoolean());
        installation.Advance(31);
        Assert.Equal("emeter.local closed the connection.", installation.Last("esp-smart-meter/bridge/state").GetProperty("diagnosis").GetString());
    }

    [Fact]
    public void The_diagnosis_is_in_the_language_of_the_options()
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://emeter.local:8088")) with { Language = "sv" });
        installation.Connected();
        installation.Source.Statistics.LinkIs(LinkState.Lost, installation.Now, Sentence.Of("tcp.closed", "emeter.local"));
        installation.Advance(31);
        Assert.Equal("emeter.local stängde anslutningen.", installation.Last("esp-smart-meter/bridge/state").GetProperty("diagnosis").GetString());
    }

    [Fact]
    public void Telegrams_per_minute_are_counted_over_the_last_minutes()
    {
        using Installation installation = new();
        installation.Connected();
        for (int i = 0; i < 120; i++)
        {
            installation.Take("m1", Power);
            installation.Advance(5);
        }
        Assert.Equal(12m, installation.Last("esp-smart-meter/bridge/state").GetProperty("source_emeter_local_8088_telegrams_per_minute").GetDecimal());
    }
}
