using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What is taken back, at the next start, once its source is gone.</summary>
public sealed class RemovalTests : IDisposable
{
    private const string OldConfig = "homeassistant/device/esp_smart_meter_m1/config";

    private readonly string _folder = Directory.CreateTempSubdirectory("removal-").FullName;

    [Fact]
    public void A_removed_source_takes_its_devices_with_it()
    {
        RunWith("m1", "tcp://old:1", "tcp://kept:1");
        using Installation next = Next("tcp://kept:1");
        // The remaining source was never heard of either; it could have been the old one under a new name.
        next.Advance(601);
        Assert.Equal([""], next.On(OldConfig));
        Assert.Equal([""], next.On("esp-smart-meter/m1/availability"));
        Assert.All(next.Sent.Where(message => message.Topic == OldConfig), message => Assert.True(message.Retain));
    }

    [Fact]
    public void Nothing_is_removed_twice()
    {
        RunWith("m1", "tcp://old:1");
        using (Installation next = Next("tcp://kept:1"))
            next.Advance(601);
        using Installation third = Next("tcp://kept:1");
        third.Advance(601);
        Assert.Empty(third.On(OldConfig));
    }

    [Fact]
    public void A_source_that_only_changed_its_address_keeps_its_devices()
    {
        RunWith("m1", "tcp://192.0.2.1:8088");
        using Installation next = Next("tcp://emeter.local:8088");
        next.Advance(30);
        next.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        next.Advance(1200);
        Assert.DoesNotContain("", next.On(OldConfig));
    }

    [Fact]
    public void Nothing_is_removed_while_its_source_stays()
    {
        RunWith("m1", "tcp://old:1");
        using Installation next = Next("tcp://old:1");
        next.Advance(3600);
        Assert.Empty(next.On(OldConfig));
    }

    [Fact]
    public void The_bridge_takes_back_the_entities_of_a_removed_source()
    {
        RunWith("m1", "tcp://old:1", "tcp://kept:1");
        using Installation next = Next("tcp://kept:1");
        JsonElement removed = next.Last("homeassistant/device/esp_smart_meter_bridge/config").GetProperty("cmps").GetProperty("source_old_1_link");
        Assert.Equal("""{"p":"binary_sensor"}""", removed.GetRawText());
    }

    [Fact]
    public void Another_discovery_prefix_takes_back_what_stands_under_the_old_one_and_leaves_the_availability()
    {
        RunWith("m1", "tcp://old:1");
        AppOptions options = Installation.With(Installation.SourceAt("tcp://old:1")) with { Mqtt = new MqttOptions { DiscoveryPrefix = "ha" } };
        using Installation next = new Installation(options, _folder).Connected();
        next.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        next.Advance(2);
        Assert.Equal([""], next.On(OldConfig));
        Assert.Equal([""], next.On("homeassistant/device/esp_smart_meter_bridge/config"));
        Assert.Single(next.On("ha/device/esp_smart_meter_m1/config"));
        Assert.Equal("online", next.On("esp-smart-meter/m1/availability").Last());
    }

    [Fact]
    public void What_a_start_announces_is_one_write()
    {
        using Installation installation = Next("tcp://one:1");
        string record = Path.Combine(_folder, "home-assistant.json");
        installation.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        installation.Advance(10);
        installation.Take("m2", ("1-0:1.7.0", 1, Unit.Watt));
        Assert.False(File.Exists(record));

        installation.Advance(6);
        Assert.Equal(2, new PublishedDevices(_folder, new StoredFiles(NullLogger<StoredFiles>.Instance)).Devices.Count);
    }

    [Fact]
    public void Two_sources_that_bring_one_meter_in_turn_make_one_device_and_write_nothing_to_the_disk()
    {
        using Installation installation = Next("tcp://one:1", "tcp://two:1");
        string record = Path.Combine(_folder, "home-assistant.json");
        DateTime written = default;
        for (int telegram = 0; telegram < 20; telegram++)
        {
            Reading reading = new() { MeterId = "m1" };
            reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), telegram, Unit.Watt));
            installation.Take(installation.Sources[telegram % 2], reading);
            installation.Advance(1);
            if (telegram > 0)
                continue;
            installation.Advance(16);
            File.SetLastWriteTimeUtc(record, written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
        Assert.Equal(written, File.GetLastWriteTimeUtc(record));
        Assert.Single(installation.On(OldConfig));
    }

    [Fact]
    public void A_meter_that_was_silent_for_a_day_is_not_announced_again_before_its_next_telegram()
    {
        using Installation first = Next("tcp://kept:1");
        first.Take("old", ("1-0:1.7.0", 1, Unit.Watt));
        first.Advance(60);
        first.Take("new", ("1-0:1.7.0", 1, Unit.Watt));
        using Installation next = new(first.Options, _folder, first.Now.AddDays(1), first.Meters.Stored());
        foreach (Meter meter in next.Meters.Meters)
            next.Publisher.OnMeter(meter, meter.State, next.Now);
        next.Connected().Advance(30);
        Assert.Empty(next.On("homeassistant/device/esp_smart_meter_old/config"));
        Assert.Equal(["offline"], next.On("esp-smart-meter/old/availability"));
        Assert.Single(next.On("homeassistant/device/esp_smart_meter_new/config"));

        next.Take("old", ("1-0:1.7.0", 2, Unit.Watt));
        Assert.Single(next.On("homeassistant/device/esp_smart_meter_old/config"));
        Assert.Equal("online", next.On("esp-smart-meter/old/availability").Last());
    }

    [Fact]
    public void A_submeter_that_was_taken_off_is_not_announced_again_at_each_start()
    {
        using Installation first = Next("tcp://kept:1");
        first.Take("m1", ("1-0:1.7.0", 1, Unit.Watt), ("0-1:24.1.0", 3, Unit.None), ("0-1:24.2.1", 10, Unit.CubicMetre));
        first.Advance(60);
        first.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        using Installation next = new(first.Options, _folder, first.Now.AddDays(1), first.Meters.Stored());
        foreach (Meter meter in next.Meters.Meters)
            next.Publisher.OnMeter(meter, meter.State, next.Now);
        next.Connected();
        next.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        Assert.Single(next.On(OldConfig));
        Assert.Empty(next.On("homeassistant/device/esp_smart_meter_m1_channel_1/config"));
        Assert.Equal(["offline"], next.On("esp-smart-meter/m1/channel_1/availability"));

        next.Take("m1", ("1-0:1.7.0", 1, Unit.Watt), ("0-1:24.1.0", 3, Unit.None), ("0-1:24.2.1", 11, Unit.CubicMetre));
        Assert.Single(next.On("homeassistant/device/esp_smart_meter_m1_channel_1/config"));
        Assert.Equal("online", next.On("esp-smart-meter/m1/channel_1/availability").Last());
    }

    [Theory]
    [InlineData("{\"version\": 1, \"devices\": [")]
    [InlineData("{\"version\": 1, \"devices\": null}")]
    public void A_damaged_record_is_no_reason_not_to_start(string record)
    {
        File.WriteAllText(Path.Combine(_folder, "home-assistant.json"), record);
        using Installation next = Next("tcp://kept:1");
        Assert.NotEmpty(next.Sent);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>One run of the app, with a meter on the first of the sources.</summary>
    private void RunWith(string meter, params string[] urls)
    {
        using Installation installation = Next(urls);
        installation.Take(meter, ("1-0:1.7.0", 1, Unit.Watt));
        installation.Advance(16);
    }

    private Installation Next(params string[] urls) =>
        new Installation(Installation.With([.. urls.Select(url => Installation.SourceAt(url))]), _folder).Connected();
}
