using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>A meter that sends power every ten seconds and registers each hour: what Home Assistant is shown.</summary>
public sealed class LiveRegistersTests
{
    private const string Registers = "esp-smart-meter/m1/registers", Config = "homeassistant/device/esp_smart_meter_m1/config", Carry = "esp-smart-meter/m1/carry";

    private static readonly (string, decimal, Unit) Power = ("1-0:1.7.0", 3600, Unit.Watt);

    private static (string, decimal, Unit) Energy(decimal kilowattHours) => ("1-0:1.8.0", kilowattHours, Unit.KilowattHour);

    [Fact]
    public void Energy_is_shown_carried_forward_to_the_turn_of_the_quarter()
    {
        using Installation installation = new();
        Live(installation.Connected(), TimeSpan.FromMinutes(10), 1000.000m);
        installation.Sent.Clear();
        Live(installation, TimeSpan.FromMinutes(5));

        Assert.Equal(1000.898m, Number(installation, "energy_import"));
        Assert.Equal(1000.000m, Number(installation, "energy_import_meter_reading"));
    }

    [Fact]
    public void Registers_go_out_in_the_last_two_seconds_of_a_quarter_besides_their_interval()
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://a:1")) with { Publish = new PublishOptions { Registers = TimeSpan.FromHours(2) } });
        Live(installation.Connected(), TimeSpan.FromHours(1), 1000.000m);
        Assert.Equal([1000.898m, 1001.798m, 1002.698m, 1003.598m], installation.On(Registers).TakeLast(4)
            .Select(state => JsonDocument.Parse(state).RootElement.GetProperty("energy_import").GetDecimal()));
    }

    [Fact]
    public void The_same_entity_says_that_it_is_estimated_and_the_meters_own_reading_is_another_that_is_off()
    {
        using Installation installation = new();
        Live(installation.Connected(), TimeSpan.FromMinutes(2), 1000.000m);
        JsonElement entities = installation.Last(Config).GetProperty("cmps");

        Assert.Equal(
            "{{ {'estimated': (value_json.energy_import | default(none)) != (value_json.energy_import_meter_reading | default(none)), 'meter_reading': value_json.energy_import_meter_reading | default(none)} | to_json }}",
            entities.GetProperty("energy_import").GetProperty("json_attr_tpl").GetString());
        JsonElement reading = entities.GetProperty("energy_import_meter_reading");
        Assert.False(reading.GetProperty("en").GetBoolean());
        Assert.Equal("Energy import, meter reading", reading.GetProperty("name").GetString());
        Assert.Equal("total_increasing", reading.GetProperty("stat_cla").GetString());
    }

    [Fact]
    public void A_meter_that_sends_its_registers_with_the_power_has_no_such_entity()
    {
        using Installation installation = new();
        installation.Connected();
        for (int telegram = 0; telegram < 60; telegram++)
        {
            installation.Take("m1", Power, Energy(1000 + (telegram / 100m)));
            installation.Advance(10);
        }
        Assert.Equal(["energy_import", "power_import"], installation.Last(Config).GetProperty("cmps").EnumerateObject().Select(entity => entity.Name).Order());
        Assert.Empty(installation.On(Carry));
    }

    [Fact]
    public void Switched_off_it_is_shown_as_the_meter_sends_it()
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://a:1") with { LiveRegisters = false }));
        Live(installation.Connected(), TimeSpan.FromMinutes(20), 1000.000m);
        Assert.Equal(1000.000m, Number(installation, "energy_import"));
    }

    [Fact]
    public void Switched_off_later_it_holds_until_the_meter_has_passed_what_was_shown()
    {
        using Installation before = new();
        Live(before.Connected(), TimeSpan.FromMinutes(30), 1000.000m);
        decimal shown = Number(before, "energy_import");
        StoredState stored = before.Meters.Stored();

        using Installation off = new(Installation.With(Installation.SourceAt("tcp://emeter.local:8088") with { LiveRegisters = false }), start: before.Now, lastRun: stored);
        off.Connected();
        Live(off, TimeSpan.FromMinutes(10));
        Assert.Equal(shown, Number(off, "energy_import"));
        Live(off, TimeSpan.FromMinutes(2), 1003.600m);
        Assert.Equal(1003.600m, Number(off, "energy_import"));
    }

    [Fact]
    public void What_the_broker_remembers_is_not_lowered_by_a_lost_state()
    {
        using Installation before = new();
        Live(before.Connected(), TimeSpan.FromMinutes(30), 1000.000m);
        MqttMessage carry = before.Sent.Last(message => message.Topic == Carry);
        Assert.True(carry.Retain);
        Assert.Equal(Number(before, "energy_import"), JsonDocument.Parse(carry.Text).RootElement.GetProperty("1-0:1.8.0").GetProperty("value").GetDecimal());

        using Installation lost = new(start: before.Now);
        lost.Connected();
        lost.Publisher.OnMessage(carry, lost.Now);
        Live(lost, TimeSpan.FromMinutes(5), 1000.010m);
        Assert.Equal(Number(before, "energy_import"), Number(lost, "energy_import"));
        Live(lost, TimeSpan.FromMinutes(40));
        Assert.True(Number(lost, "energy_import") > Number(before, "energy_import"));
    }

    [Fact]
    public void Data_json_has_the_meters_own_and_what_is_shown_beside_it()
    {
        using Installation installation = new();
        Live(installation.Connected(), TimeSpan.FromMinutes(15), 1000.000m);
        JsonElement meter = DataJson(installation);
        Assert.Equal(1000.000m, meter.GetProperty("values").GetProperty("1-0:1.8.0").GetProperty("value").GetDecimal());
        Assert.Equal("""{"1-0:1.8.0":{"value":1000.900,"unit":"kWh"}}""", meter.GetProperty("live").GetRawText());
    }

    [Fact]
    public void Data_json_tells_of_no_register_that_was_carried_once_and_is_the_meters_own_again()
    {
        using Installation before = new();
        Live(before.Connected(), TimeSpan.FromMinutes(30), 1000.000m);
        using Installation off = new(Installation.With(Installation.SourceAt("tcp://emeter.local:8088") with { LiveRegisters = false }), start: before.Now, lastRun: before.Meters.Stored());
        Live(off.Connected(), TimeSpan.FromMinutes(10));
        Assert.Equal(Number(off, "energy_import"), DataJson(off).GetProperty("live").GetProperty("1-0:1.8.0").GetProperty("value").GetDecimal());

        Live(off, TimeSpan.FromMinutes(2), 1003.600m);
        Assert.False(DataJson(off).TryGetProperty("live", out _));
    }

    private static JsonElement DataJson(Installation installation)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
            EspSmartMeter.Json.MeterJson.Write(json, installation.Meters.Meters.Single(), installation.Now);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    /// <summary>Power every ten seconds; a register with the first, where one is given.</summary>
    private static void Live(Installation installation, TimeSpan time, decimal? register = null)
    {
        for (DateTimeOffset end = installation.Now + time; installation.Now < end; register = null)
        {
            installation.Take("m1", register is decimal number ? [Power, Energy(number)] : [Power]);
            installation.Advance(10);
        }
    }

    private static decimal Number(Installation installation, string key) => installation.Last(Registers).GetProperty(key).GetDecimal();
}
