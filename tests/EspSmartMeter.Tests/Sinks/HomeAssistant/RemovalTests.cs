using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>Devices that are no longer heard, that their owner deletes, or that he forgets: nothing else takes one away.</summary>
public sealed class RemovalTests : IDisposable
{
    private const string OldConfig = "homeassistant/device/esp_smart_meter_m1/config", GasConfig = "homeassistant/device/esp_smart_meter_m1_channel_1/config";

    private readonly string _folder = Directory.CreateTempSubdirectory("removal-").FullName;

    [Fact]
    public void A_source_that_is_gone_leaves_its_devices_offline_and_listed_however_long()
    {
        RunWith("m1", "tcp://old:1", "tcp://kept:1");
        using Installation next = Next("tcp://kept:1");
        next.Advance(3600);
        Assert.Empty(next.On(OldConfig));
        Assert.Equal("offline", next.On("esp-smart-meter/m1/availability").Last());
        Assert.Equal(("m1", "old electricity"), (next.Requests.Unused.Single().Id, next.Requests.Unused.Single().Name.Replace("m1", "old")));
    }

    [Fact]
    public void What_is_not_in_use_is_forgotten_when_its_owner_says_so()
    {
        RunWith("m1", "tcp://old:1");
        using Installation next = Next("tcp://kept:1");
        next.Advance(2);
        next.Publisher.Forget("m1");
        Assert.Equal([""], next.On(OldConfig));
        Assert.Equal("", next.On("esp-smart-meter/m1/availability").Last());
        Assert.Empty(next.Requests.Unused);
        next.Publisher.OnStopping();

        using Installation third = Next("tcp://kept:1");
        third.Advance(2);
        Assert.Empty(third.On(OldConfig));
        Assert.Empty(third.Requests.Unused);
    }

    [Fact]
    public void A_forgotten_meter_that_speaks_again_is_back_and_so_is_a_submeter()
    {
        using Installation installation = Next("tcp://one:1");
        (string, decimal, Unit)[] telegram = [("1-0:1.7.0", 1, Unit.Watt), ("0-1:24.1.0", 3, Unit.None), ("0-1:24.2.1", 10, Unit.CubicMetre)];
        installation.Take("m1", telegram);
        installation.Advance(5);
        installation.Meters.Forget("m1");
        installation.Publisher.Forget("m1");
        Assert.Equal("", installation.On(OldConfig).Last());
        Assert.Equal("", installation.On(GasConfig).Last());
        Assert.True(
            installation.Sent.FindLastIndex(message => message.Topic == GasConfig) < installation.Sent.FindLastIndex(message => message.Topic == OldConfig), "the child goes first");
        Assert.Empty(installation.Meters.Meters);

        installation.Take("m1", telegram);
        installation.Advance(1);
        Assert.NotEqual("", installation.On(OldConfig).Last());
        Assert.NotEqual("", installation.On(GasConfig).Last());

        installation.Meters.Forget("m1/channel_1");
        installation.Publisher.Forget("m1/channel_1");
        Assert.Equal("", installation.On(GasConfig).Last());
        Assert.Empty(installation.Meters.Meters[0].State.Submeters);
        Assert.Null(installation.Meters.Meters[0].State.Find(ObisCode.Parse("0-1:24.2.1")));
    }

    [Fact]
    public void What_its_owner_deletes_comes_back_with_the_next_birth_if_it_is_heard()
    {
        using Installation installation = Next("tcp://one:1");
        installation.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        installation.Take("m2", ("1-0:1.7.0", 1, Unit.Watt));
        installation.Advance(5);
        Assert.Contains(OldConfig, installation.Subscribed);
        Delete(installation, OldConfig);
        Delete(installation, OldConfig.Replace("m1", "m2"));
        installation.Take("m1", ("1-0:1.7.0", 2, Unit.Watt), ("1-0:1.8.0", 1, Unit.KilowattHour));
        installation.Advance(30);
        Assert.Single(installation.On(OldConfig));

        // m2 falls silent for longer than it may.
        for (int i = 0; i < 1200; i++)
        {
            installation.Take("m1", ("1-0:1.7.0", i, Unit.Watt));
            installation.Advance(10);
        }
        installation.Birth();
        installation.Advance(5);
        Assert.Equal(2, installation.On(OldConfig).Count());
        Assert.Single(installation.On(OldConfig.Replace("m1", "m2")));

        // Also over a restart: it stays away until it is heard at a birth.
        installation.Publisher.OnStopping();
        using Installation next = new(installation.Options, _folder, installation.Now, installation.Meters.Stored());
        foreach (Meter meter in next.Meters.Meters)
            next.Publisher.OnMeter(meter, meter.State, next.Now);
        next.Connected().Advance(5);
        Assert.Empty(next.On(OldConfig.Replace("m1", "m2")));
        next.Take("m2", ("1-0:1.7.0", 1, Unit.Watt));
        next.Birth();
        next.Advance(5);
        Assert.Single(next.On(OldConfig.Replace("m1", "m2")));
    }

    [Fact]
    public void A_deleted_meters_children_name_it_no_more_and_again_some_seconds_after_it_is_back()
    {
        using Installation installation = Next("tcp://one:1");
        (string, decimal, Unit)[] telegram = [("1-0:1.7.0", 1, Unit.Watt), ("0-1:24.1.0", 3, Unit.None), ("0-1:24.2.1", 10, Unit.CubicMetre)];
        installation.Take("m1", telegram);
        installation.Advance(5);
        Assert.Equal("esp_smart_meter_m1", ViaOf(installation.Last(GasConfig)));
        Delete(installation, OldConfig);
        installation.Advance(1);
        Assert.Null(ViaOf(installation.Last(GasConfig)));

        installation.Take("m1", telegram);
        installation.Birth();
        installation.Advance(3);
        Assert.Equal(2, installation.On(OldConfig).Count());
        Assert.Null(ViaOf(installation.Last(GasConfig)));
        installation.Advance(4);
        Assert.Equal("esp_smart_meter_m1", ViaOf(installation.Last(GasConfig)));
    }

    [Fact]
    public void A_deleted_bridge_comes_back_with_the_next_birth_and_the_meters_name_it_again()
    {
        const string Bridge = "homeassistant/device/esp_smart_meter_bridge/config";
        using Installation installation = Next("tcp://one:1");
        installation.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        installation.Advance(5);
        Delete(installation, Bridge);
        installation.Advance(1);
        Assert.Null(ViaOf(installation.Last(OldConfig)));
        installation.Birth();
        installation.Advance(8);
        Assert.Equal(2, installation.On(Bridge).Count());
        Assert.Equal("esp_smart_meter_bridge", ViaOf(installation.Last(OldConfig)));
    }

    [Fact]
    public void What_an_earlier_run_left_on_the_broker_and_nothing_remembers_is_told_offline_and_listed()
    {
        using Installation installation = Next("tcp://one:1");
        foreach (string topic in (string[])["esp-smart-meter/lost/availability", "esp-smart-meter/lost/G1/availability", "esp-smart-meter/a/b/c/availability", "other/x/availability"])
            installation.Publisher.OnMessage(EspSmartMeter.Mqtt.MqttMessage.Retained(topic, "online"), installation.Now);
        installation.Advance(1);
        Assert.Equal(["offline"], installation.On("esp-smart-meter/lost/availability"));
        Assert.Equal(["offline"], installation.On("esp-smart-meter/lost/G1/availability"));
        Assert.Empty(installation.On("esp-smart-meter/a/b/c/availability").Concat(installation.On("other/x/availability")));
        Assert.Equal(["lost", "lost/G1"], installation.Requests.Unused.Select(device => device.Id));

        installation.Take("lost", ("1-0:1.7.0", 1, Unit.Watt));
        installation.Advance(1);
        Assert.Equal("online", installation.On("esp-smart-meter/lost/availability").Last());
        Assert.Equal(["lost/G1"], installation.Requests.Unused.Select(device => device.Id));
        installation.Publisher.Forget("lost/G1");
        Assert.Equal([""], installation.On("homeassistant/device/esp_smart_meter_lost_G1/config"));
    }

    [Fact]
    public void On_stop_each_meter_is_told_offline()
    {
        using Installation installation = Next("tcp://one:1");
        installation.Take("m1", ("1-0:1.7.0", 1, Unit.Watt), ("0-1:24.1.0", 3, Unit.None), ("0-1:24.2.1", 10, Unit.CubicMetre));
        installation.Advance(1);
        installation.Publisher.OnStopping();
        Assert.Equal("offline", installation.On("esp-smart-meter/m1/availability").Last());
        Assert.Equal("offline", installation.On("esp-smart-meter/m1/channel_1/availability").Last());
        Assert.Equal("esp-smart-meter/status", installation.Sent[^1].Topic);
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
        Assert.Empty(next.Requests.Unused);
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
    public void After_a_lost_data_folder_the_bridge_takes_back_what_the_broker_kept_of_a_removed_source()
    {
        const string topic = "homeassistant/device/esp_smart_meter_bridge/config";
        MqttMessage kept;
        using (Installation before = new Installation(Installation.With(Installation.SourceAt("tcp://old:1"), Installation.SourceAt("tcp://kept:1"))).Connected())
            kept = before.Sent.Last(message => message.Topic == topic);
        using Installation next = new Installation(Installation.With(Installation.SourceAt("tcp://kept:1")));
        next.Publisher.OnMessage(kept, next.Now);
        next.Connected().Advance(2);
        JsonElement components = next.Last(topic).GetProperty("cmps");
        Assert.Equal("""{"p":"binary_sensor"}""", components.GetProperty("source_old_1_link").GetRawText());
        Assert.True(components.GetProperty("source_kept_1_link").TryGetProperty("name", out _));

        // Its own word back, as the broker sends it to a subscriber, changes nothing, nor does what is no JSON.
        int said = next.On(topic).Count();
        next.Publisher.OnMessage(next.Sent.Last(message => message.Topic == topic), next.Now);
        next.Publisher.OnMessage(MqttMessage.Retained(topic, "{\"cmps\":[1,{"), next.Now);
        next.Publisher.OnMessage(MqttMessage.Retained(topic, """{"cmps":{"a b":{"p":"sensor"},"c":{"p":1},"d":2}}"""), next.Now);
        next.Advance(2);
        Assert.Equal(said, next.On(topic).Count());
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
    public void What_a_full_disk_did_not_take_is_written_once_there_is_room()
    {
        using Installation installation = Next("tcp://one:1");
        string record = Path.Combine(_folder, "home-assistant.json");
        // A device that takes no byte stands where the file is made; a failed write clears it away.
        File.CreateSymbolicLink(record + ".new", "/dev/full");
        installation.Take("m1", ("1-0:1.7.0", 1, Unit.Watt));
        installation.Advance(17);
        Assert.False(File.Exists(record));

        installation.Advance(17);
        Assert.Single(new PublishedDevices(_folder, new StoredFiles(NullLogger<StoredFiles>.Instance)).Devices);
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

    private static void Delete(Installation installation, string config) =>
        installation.Publisher.OnMessage(EspSmartMeter.Mqtt.MqttMessage.Retained(config, ""), installation.Now);

    private static string? ViaOf(JsonElement config) => config.GetProperty("dev").TryGetProperty("via_device", out JsonElement via) ? via.GetString() : null;

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
