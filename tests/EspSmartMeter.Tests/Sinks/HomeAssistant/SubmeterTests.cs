using System.Text.Json;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>Gas, water and heat meters that come through the main meter.</summary>
public sealed class SubmeterTests
{
    [Fact]
    public void A_gas_meter_is_a_device_behind_the_main_one_which_is_published_first()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take(Telegram(("G1", 1, 3, 12.345m, 0)));
        string[] configs = [.. installation.Sent.Select(message => message.Topic).Where(topic => topic.EndsWith("/config"))];
        Assert.Equal(["homeassistant/device/esp_smart_meter_bridge/config", "homeassistant/device/esp_smart_meter_m1/config", "homeassistant/device/esp_smart_meter_m1_G1/config"], configs);

        JsonElement gas = installation.Last("homeassistant/device/esp_smart_meter_m1_G1/config");
        Assert.Equal("esp_smart_meter_m1", gas.GetProperty("dev").GetProperty("via_device").GetString());
        Assert.Equal("Gas meter", gas.GetProperty("dev").GetProperty("name").GetString());
        JsonElement reading = gas.GetProperty("cmps").GetProperty("reading");
        Assert.Equal(("gas", "total_increasing", "m³", JsonValueKind.Null),
            (reading.GetProperty("dev_cla").GetString(), reading.GetProperty("stat_cla").GetString(), reading.GetProperty("unit_of_meas").GetString(), reading.GetProperty("name").ValueKind));
        Assert.Equal(12.345m, installation.Last("esp-smart-meter/m1/G1/registers").GetProperty("reading").GetDecimal());
        Assert.Equal("online", installation.On("esp-smart-meter/m1/G1/availability").Single());
    }

    [Fact]
    public void A_device_that_moves_to_another_channel_stays_itself()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take(Telegram(("G1", 1, 3, 12, 0)));
        installation.Advance(60);
        installation.Take(Telegram(("G1", 2, 3, 13, 1)));
        installation.Advance(60);
        JsonElement state = installation.Last("esp-smart-meter/m1/G1/registers");
        Assert.Equal(13, state.GetProperty("reading").GetDecimal());
        Assert.DoesNotContain(state.EnumerateObject(), member => member.Name.StartsWith("obis_"));
    }

    [Fact]
    public void A_replaced_meter_that_stays_listed_with_its_old_stamp_goes_unavailable_and_the_new_one_is_its_own()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take(Telegram(("old", 1, 3, 5000, 0), ("new", 2, 3, 1, 24 * 5)));
        installation.Advance(2);
        Assert.Equal("offline", installation.On("esp-smart-meter/m1/old/availability").Last());
        Assert.Equal("online", installation.On("esp-smart-meter/m1/new/availability").Last());
        Assert.Equal(1, installation.Last("esp-smart-meter/m1/new/registers").GetProperty("reading").GetDecimal());
    }

    [Fact]
    public void Its_own_stamp_is_an_entity_that_is_off_at_first()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take(Telegram(("G1", 1, 3, 12, 0)));
        JsonElement stamp = installation.Last("homeassistant/device/esp_smart_meter_m1_G1/config").GetProperty("cmps").GetProperty("reading_taken_at");
        Assert.Equal("timestamp", stamp.GetProperty("dev_cla").GetString());
        Assert.False(stamp.GetProperty("en").GetBoolean());
        Assert.Equal("2026-03-01T00:00:00+01:00", installation.Last("esp-smart-meter/m1/G1/registers").GetProperty("reading_taken_at").GetString());
    }

    private static Reading Telegram(params (string Id, byte Channel, int Type, decimal Register, int Hour)[] devices)
    {
        Reading reading = new() { MeterId = "m1" };
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), 1, Unit.Watt));
        foreach ((string id, byte channel, int type, decimal register, int hour) in devices)
        {
            MeterTime stamp = new(new DateTime(2026, 3, 1).AddHours(hour), 60);
            reading.Add(Measurement.OfNumber(new ObisCode(0, channel, 24, 1, 0), type, Unit.None) with { Device = id });
            reading.Add(Measurement.OfText(new ObisCode(0, channel, 96, 1, 0), id) with { Device = id });
            reading.Add(Measurement.OfNumber(new ObisCode(0, channel, 24, 2, 1), register, Unit.CubicMetre) with { Device = id, TakenAt = stamp });
        }
        return reading;
    }
}
