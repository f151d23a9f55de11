using System.Text;
using System.Text.Json;
using EspSmartMeter.Esp;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Mqtt;
using EspSmartMeter.Tests.Sinks.HomeAssistant;

namespace EspSmartMeter.Tests.Esp;

/// <summary>The counters of an ESP with our firmware.</summary>
public sealed class EspStatusTests
{
    private const string Status = """
        {"name":"emeter","id":"A1b2c3","version":"0.1.0","board":"d1_mini","uptime_s":3600,"reset_reason":"Power On",
         "wifi":{"state":"online","ssid":"home","rssi_dbm":-61,"address":"192.0.2.7","reconnects":2},
         "heap":{"free_bytes":30000,"largest_bytes":20000,"fragmentation_percent":5},
         "line":{"mode":"2400-8E1","inverted":true,"find":false,"buffer_bytes":4096},
         "uart":{"bytes":1000,"bursts":10,"overruns":1,"errors":3,"silent_ms":12},
         "stream":{"port":8088,"sent":1000,"dropped":7,"connects":1,"refused":0,"stuck":0,"clients":[]},
         "update":{"possible":true,"unlocked":false,"signed":true,"key":"0123456789abcdef"}}
        """;

    private static readonly EspFigures Figures = new(
        "A1b2c3", "0.1.0", "Power On", -61, UptimeSeconds: 3600, FreeBytes: 30000, "2400-8E1 inverted", Bursts: 10, LineErrors: 3, Overruns: 1, DroppedBytes: 7, Reconnects: 2, "d1_mini",
        new EspUpdateTerms(IsPossible: true, IsUnlocked: false, "0123456789abcdef"));

    [Fact]
    public void The_firmwares_answer_is_understood() => Assert.Equal(Figures, EspFigures.Parse(Encoding.UTF8.GetBytes(Status)));

    [Fact]
    public void One_without_a_radio_has_no_signal() =>
        Assert.Null(EspFigures.Parse(Encoding.UTF8.GetBytes(Status.Replace("-61", "null", StringComparison.Ordinal)))!.SignalDbm);

    [Theory]
    [InlineData("<html>not found</html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"wifi\":{},\"line\":{},\"uart\":7}")]
    public void Another_devices_answer_is_none(string answer) => Assert.Null(EspFigures.Parse(Encoding.UTF8.GetBytes(answer)));

    [Theory]
    [InlineData("\"A1b2c3\"", "\"../x\"")]
    [InlineData("\"A1b2c3\"", "\"\"")]
    [InlineData("3600", "3.5")]
    [InlineData("-61", "\"strong\"")]
    public void An_answer_with_something_else_in_a_place_is_none(string right, string wrong) =>
        Assert.Null(EspFigures.Parse(Encoding.UTF8.GetBytes(Status.Replace(right, wrong, StringComparison.Ordinal))));

    [Fact]
    public async Task A_source_is_asked_as_soon_as_its_link_is_up_and_by_its_address_whatever_its_name()
    {
        using HttpServer esp = new(200, Status);
        Source source = new(Installation.SourceAt($"tcp://localhost:8088?web={esp.Address.Port}"));
        source.Statistics.LinkIs(LinkState.Connected, DateTimeOffset.UtcNow, Sentence.Of("link.connected"));
        EspStatuses statuses = new();
        using EspStatusService service = Service(source, statuses);
        await service.StartAsync(TestContext.Current.CancellationToken);
        await ClientUnderTest.Until(() => statuses.Of(source) is not null, 15, () => "nothing was asked");
        Assert.Equal(Figures, statuses.Of(source));
        Assert.Equal("A1b2c3", source.ChipId);
        Assert.StartsWith("GET /status.json ", esp.Request);
        // A name that the firmware does not know as its own would be refused.
        Assert.Contains($"\r\nHost: 127.0.0.1:{esp.Address.Port}\r\n", esp.Request);
        Assert.DoesNotContain("Origin", esp.Request);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_device_with_another_firmware_is_not_waited_for()
    {
        using HttpServer other = new(404, "nothing here");
        Source source = new(Installation.SourceAt($"tcp://127.0.0.1:8088?web={other.Address.Port}"));
        EspStatuses statuses = new();
        using EspStatusService service = Service(source, statuses);
        await service.StartingAsync(TestContext.Current.CancellationToken);
        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(source.AwaitsChipId);
        source.Statistics.LinkIs(LinkState.Connected, DateTimeOffset.UtcNow, Sentence.Of("link.connected"));
        await ClientUnderTest.Until(() => !source.AwaitsChipId, 15, () => "it is waited for");
        Assert.Null(statuses.Of(source));
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("tcp://emeter.local:8088", "http://emeter.local/")]
    [InlineData("tcp://192.168.1.50:8088?web=8080", "http://192.168.1.50:8080/")]
    [InlineData("serial:///dev/ttyUSB0", null)]
    public void Only_a_tcp_source_has_a_web_address(string source, string? address) =>
        Assert.Equal(address, new Source(Installation.SourceAt(source)).Pages?.ToString());

    [Fact]
    public void Its_entities_come_with_its_first_answer_and_stay_over_a_restart()
    {
        using Installation first = new();
        first.Connected();
        Assert.DoesNotContain(Components(first).EnumerateObject(), component => component.Name.StartsWith("esp_", StringComparison.Ordinal));

        first.Devices.Note(first.Source, Figures);
        first.Advance(310);
        Assert.Equal("signal_strength", Components(first).GetProperty("esp_a1b2c3_signal").GetProperty("dev_cla").GetString());
        JsonElement state = first.Last("esp-smart-meter/bridge/state");
        Assert.Equal(
            (-61, 3, 1, 7, 2, 10),
            (Number("signal"), Number("line_errors"), Number("overruns"), Number("dropped"), Number("reconnects"), Number("bursts")));
        Assert.Equal("2400-8E1 inverted", state.GetProperty("esp_a1b2c3_line_mode").GetString());
        Assert.Equal(("0.1.0", "Power On"), (state.GetProperty("esp_a1b2c3_version").GetString(), state.GetProperty("esp_a1b2c3_reset_reason").GetString()));

        using Installation second = new(folder: first.Folder, lastRun: first.Meters.Stored());
        second.Connected();
        Assert.True(Components(second).GetProperty("esp_a1b2c3_signal").TryGetProperty("uniq_id", out _));
        // Unknown until it answers.
        Assert.Equal(JsonValueKind.Null, second.Last("esp-smart-meter/bridge/state").GetProperty("esp_a1b2c3_signal").ValueKind);

        int Number(string name) => state.GetProperty($"esp_a1b2c3_{name}").GetInt32();
    }

    [Fact]
    public void An_ESP_keeps_its_entities_when_its_address_changes_and_another_takes_them_away()
    {
        using Installation before = new();
        before.Connected();
        before.Devices.Note(before.Source, Figures);
        before.Advance(310);
        string uniqueId = Components(before).GetProperty("esp_a1b2c3_overruns").GetProperty("uniq_id").GetString()!;

        using Installation after = new(Installation.With(Installation.SourceAt("tcp://192.168.1.50:8088")), before.Folder);
        after.Connected();
        after.Devices.Note(after.Source, Figures);
        after.Advance(310);
        Assert.Equal(uniqueId, Components(after).GetProperty("esp_a1b2c3_overruns").GetProperty("uniq_id").GetString());

        after.Devices.Note(after.Source, Figures with { ChipId = "d4e5f6" });
        after.Advance(10);
        Assert.True(Components(after).GetProperty("esp_d4e5f6_overruns").TryGetProperty("uniq_id", out _));
        // An empty component takes an entity away.
        Assert.False(Components(after).GetProperty("esp_a1b2c3_overruns").TryGetProperty("uniq_id", out _));
    }

    private static EspStatusService Service(Source source, EspStatuses statuses) =>
        new([source], statuses, new PublishOptions(), TimeProvider.System);

    private static JsonElement Components(Installation installation) =>
        installation.Last("homeassistant/device/esp_smart_meter_bridge/config").GetProperty("cmps");
}
