using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using EspSmartMeter.Esp;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Lines;
using EspSmartMeter.Tests.Mqtt;
using EspSmartMeter.Tests.Sinks.Web;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Chain;

/// <summary>Meter, firmware, app, broker: each the real one but for the meter, which is simulated, and the wire.</summary>
[Trait("part", "chain")]
public sealed class WrongLineModeTests
{
    [Fact]
    public async Task The_app_finds_the_line_mode_within_two_minutes_where_the_wrong_parity_yields_frame_starts_and_shows_the_devices_counters()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.Start();
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber homeAssistant = new(broker, "#");
        Assert.Equal("115200-8N1", (await firmware.Json("/api/line")).GetProperty("mode").GetString());
        // It sends 2400-8N1; 2400-8E1 is tried before.
        firmware.Connect(SimulatedMeters.Find("kamstrup")!);
        await using RunningApp app = await RunningApp.Start(mqttPort: broker.Port, sources: (null, firmware.Source));

        long begun = Stopwatch.GetTimestamp();
        JsonElement line;
        while (!(line = await firmware.Json("/api/line")).GetProperty("kept").GetBoolean() || line.GetProperty("find").GetBoolean())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(2), $"not found after two minutes: {line}");
            await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
        }
        Assert.Equal("2400-8N1", line.GetProperty("mode").GetString());
        Assert.Contains((byte)0x7E, firmware.Arrived["2400-8E1"]);

        await app.Until("data.json", data => data.GetRawText().Contains("Active power import", StringComparison.Ordinal), 30);
        JsonElement overview = await app.Json("api/overview");
        Assert.Equal("Telegrams decode at 2400-8N1: the line mode is kept.", overview.GetProperty("sources")[0].GetProperty("line").GetString());

        string id = (await firmware.Json("/status.json")).GetProperty("id").GetString()!;
        JsonElement bridge = await LastOf(homeAssistant, "esp-smart-meter/bridge/state", $"\"esp_{id}_line_errors\":");
        Assert.True(bridge.GetProperty($"esp_{id}_bursts").GetInt64() >= 0);
        Assert.Equal(0, bridge.GetProperty($"esp_{id}_dropped").GetInt64());
        JsonElement entities = (await LastOf(homeAssistant, "homeassistant/device/esp_smart_meter_bridge/config", $"esp_{id}_overruns")).GetProperty("cmps");
        foreach (string counter in (string[])["line_errors", "overruns", "dropped", "reconnects", "bursts", "uptime"])
        {
            JsonElement entity = entities.GetProperty($"esp_{id}_{counter}");
            Assert.Equal(("total_increasing", "diagnostic"), (entity.GetProperty("stat_cla").GetString(), entity.GetProperty("ent_cat").GetString()));
        }
    }

    [Fact]
    public async Task The_firmware_takes_modes_from_the_app_until_it_is_told_to_keep_one()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.Start();
        EspClient esp = new(firmware.Pages);
        LineSetting p1 = new(SerialMode.Default, false), han = new(SerialMode.TryParse("2400-8E1")!, false);
        Assert.Equal(new LineState(p1, Kept: true, MayBeSearched: true), await esp.LineAsync(TestContext.Current.CancellationToken));

        Assert.Equal(LineAnswer.Done, await Set(han, keep: false));
        Assert.Equal(new LineState(han, Kept: false, MayBeSearched: true), await esp.LineAsync(TestContext.Current.CancellationToken));
        // Linux inverts no line.
        Assert.Equal(LineAnswer.CannotBe, await Set(han with { Inverted = true }, keep: false));

        // Only who reads the stream keeps a mode.
        Assert.Equal(LineAnswer.Forbidden, await Set(han, keep: true));
        using TcpClient stream = new();
        await stream.ConnectAsync(new Uri(firmware.Source).Host, new Uri(firmware.Source).Port, TestContext.Current.CancellationToken);
        while ((await firmware.Json("/status.json")).GetProperty("stream").GetProperty("clients").GetArrayLength() == 0)
            await Task.Delay(TimeSpan.FromSeconds(0.1), TestContext.Current.CancellationToken);

        Assert.Equal(LineAnswer.Done, await Set(han, keep: true));
        Assert.Equal(new LineState(han, Kept: true, MayBeSearched: false), await esp.LineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(LineAnswer.Forbidden, await Set(p1, keep: false));
        Assert.Equal(han, (await esp.LineAsync(TestContext.Current.CancellationToken))!.Setting);

        Task<LineAnswer> Set(LineSetting setting, bool keep) => esp.SetLineAsync(setting, keep, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> LastOf(Subscriber subscriber, string topic, string with)
    {
        string? last = null;
        await subscriber.Until(lines => (last = lines.LastOrDefault(line => line[2..].StartsWith(topic, StringComparison.Ordinal) && line.Contains(with, StringComparison.Ordinal))) is not null, 60);
        return JsonDocument.Parse(last![(2 + topic.Length)..]).RootElement;
    }
}
