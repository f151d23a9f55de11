using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>A meter that stands where another fell silent: that it goes on under the old one's entities is offered, and never done by itself.</summary>
public sealed class SuccessorTests
{
    private const string OldConfig = "homeassistant/device/esp_smart_meter_old/config", NewConfig = "homeassistant/device/esp_smart_meter_new/config", OldRegisters = "esp-smart-meter/old/registers";

    [Fact]
    public void It_is_offered_by_a_button_and_not_done()
    {
        using Installation installation = Swapped();
        Assert.Contains("continue_old", Buttons(installation, NewConfig));
        Assert.Equal(["new", "old"], installation.Meters.Meters.Select(meter => meter.Id).Order());
        Assert.Equal("continue_old", installation.Last(NewConfig).GetProperty("cmps").GetProperty("continue_old").GetProperty("pl_prs").GetString());
    }

    [Fact]
    public void Two_meters_that_are_both_heard_are_offered_nothing()
    {
        using Installation installation = new();
        installation.Connected();
        for (int telegram = 0; telegram < 20; telegram++)
        {
            Send(installation, "old", 1000);
            Send(installation, "new", 5);
        }
        Assert.DoesNotContain("continue_old", Buttons(installation, NewConfig));
        Assert.False(installation.Meters.ContinueOld("new", installation.Now));
    }

    [Fact]
    public void Continued_the_old_entities_go_on_from_where_they_stood_and_count_what_the_new_meter_has_counted()
    {
        using Installation installation = Swapped();
        Assert.True(installation.Meters.ContinueOld("new", installation.Now));
        Send(installation, "new", 5.9m);

        // 1000.0, and what the new one counted since its first telegram said 5.0.
        Assert.Equal(1000.9m, installation.Last(OldRegisters).GetProperty("energy_import").GetDecimal());
        Assert.Equal("", installation.On(NewConfig).Last());
        Assert.Equal("new", installation.Last(OldConfig).GetProperty("dev").GetProperty("sn").GetString());
        Assert.Equal(["drop_offset"], Buttons(installation, OldConfig));
        Assert.Equal("online", installation.On("esp-smart-meter/old/availability").Last());
    }

    [Fact]
    public void It_stays_so_over_a_restart_and_the_old_meter_back_is_one_of_its_own()
    {
        using Installation before = Swapped();
        before.Meters.ContinueOld("new", before.Now);
        Send(before, "new", 5.9m);
        StoredState stored = JsonSerializer.Deserialize(
            JsonSerializer.SerializeToUtf8Bytes(before.Meters.Stored(), StoredStateJson.Default.StoredState), StoredStateJson.Default.StoredState)!;

        using Installation after = new(start: before.Now, lastRun: stored);
        after.Connected();
        Send(after, "new", 6);
        Assert.Equal(1001.0m, after.Last(OldRegisters).GetProperty("energy_import").GetDecimal());
        Send(after, "old", 1000.5m);
        Assert.Equal(["old", "old_2"], after.Meters.Meters.Select(meter => meter.Id));
    }

    [Fact]
    public void The_button_of_a_meter_and_that_of_a_submeter_are_heard()
    {
        using Installation installation = Swapped();
        Assert.Equal("continue_old", installation.Publisher.DecisionIn(Pressed("new", "continue_old"))?.Decision);
        Assert.Equal("continue_old G1", installation.Publisher.DecisionIn(Pressed("new", "continue_old G1"))?.Decision);
        Assert.Equal("G1", MeterDecisions.SubmeterIn("continue_old G1"));
    }

    [Fact]
    public void A_gas_meter_in_the_place_of_another_goes_on_as_it()
    {
        using Installation installation = new();
        installation.Connected();
        SendGas(installation, "G1", 1, 5000, 0);
        SendGas(installation, "G1", 1, 5001, 1);
        SendGas(installation, "G2", 2, 3, 2);
        SendGas(installation, "G2", 2, 4, 3);
        Assert.Equal("continue_old G2", installation.Last("homeassistant/device/esp_smart_meter_m1_G2/config").GetProperty("cmps").GetProperty("continue_old").GetProperty("pl_prs").GetString());
        Assert.False(installation.Meters.ContinueOld("m1", "G1"));

        Assert.True(installation.Meters.ContinueOld("m1", "G2"));
        SendGas(installation, "G2", 2, 6, 4);
        Assert.Equal(5004, installation.Last("esp-smart-meter/m1/G1/registers").GetProperty("reading").GetDecimal());
        Assert.Equal("", installation.On("homeassistant/device/esp_smart_meter_m1_G2/config").Last());
        Submeter gas = Assert.Single(installation.Meters.Meters[0].State.Submeters);
        Assert.Equal(("G1", "G2"), (gas.Id, gas.DeviceId));
    }

    /// <summary>The old meter, an hour of silence, and the new one for a while.</summary>
    private static Installation Swapped()
    {
        Installation installation = new();
        installation.Connected();
        for (int telegram = 0; telegram < 5; telegram++)
            Send(installation, "old", 1000);
        installation.Advance(3600);
        for (int telegram = 0; telegram < 8; telegram++)
            Send(installation, "new", 5 + (telegram / 10m));
        return installation;
    }

    private static void Send(Installation installation, string meter, decimal kilowattHours)
    {
        installation.Take(meter, ("1-0:1.8.0", kilowattHours, Unit.KilowattHour));
        installation.Advance(61);
    }

    private static void SendGas(Installation installation, string device, byte channel, decimal cubicMetres, int hour)
    {
        Reading reading = new() { MeterId = "m1" };
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), 1, Unit.Watt));
        foreach (Measurement measurement in EspSmartMeter.Tests.Meters.Telegrams.Gas(channel, device, cubicMetres, new DateTime(2026, 3, 10).AddHours(hour)))
            reading.Add(measurement);
        installation.Take(reading);
        installation.Advance(3600);
    }

    private static MqttMessage Pressed(string meter, string decision) =>
        new($"esp-smart-meter/{meter}/decide", System.Text.Encoding.UTF8.GetBytes(decision), false, MqttQuality.AtLeastOnce);

    private static IEnumerable<string> Buttons(Installation installation, string config) => installation.Last(config).GetProperty("cmps").EnumerateObject()
        .Where(component => component.Value.TryGetProperty("cmd_t", out _)).Select(component => component.Name).Order(StringComparer.Ordinal);
}
