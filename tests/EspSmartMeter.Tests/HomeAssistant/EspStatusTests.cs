using System.Text;
using System.Text.Json;
using EspSmartMeter.HomeAssistant.Bridge;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.Tests.HomeAssistant;

/// <summary>The counters of an ESP with our firmware.</summary>
public sealed class EspStatusTests
{
    private const string Status = """
        {"name":"emeter","id":"a1b2c3","version":"0.1.0","board":"d1_mini","uptime_s":3600,"reset_reason":"power on",
         "wifi":{"state":"online","ssid":"home","rssi_dbm":-61,"address":"192.0.2.7","reconnects":2},
         "heap":{"free_bytes":30000,"largest_bytes":20000,"fragmentation_percent":5},
         "uart":{"bytes":1000,"bursts":10,"overruns":1,"errors":3,"silent_ms":12}}
        """;

    private static readonly EspFigures Figures = new(-61, 3600, 30000, 3, 1, 2);

    [Fact]
    public void The_firmwares_answer_is_understood() => Assert.Equal(Figures, EspFigures.Parse(Encoding.UTF8.GetBytes(Status)));

    [Theory]
    [InlineData("<html>not found</html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"wifi\":{},\"uart\":7}")]
    public void Another_devices_answer_is_none(string answer) => Assert.Null(EspFigures.Parse(Encoding.UTF8.GetBytes(answer)));

    [Fact]
    public async Task A_source_that_answers_is_asked_over_http()
    {
        using HttpServer esp = new(200, Status);
        SourceStatus source = new(Installation.SourceAt("tcp://emeter.local:8088"));
        EspStatuses statuses = new();
        using EspStatusService service = new([source], statuses, new PublishOptions(), _ => new Uri(esp.Address, "status.json"), TimeProvider.System);
        await service.StartAsync(TestContext.Current.CancellationToken);
        await ClientUnderTest.Until(() => statuses.Of(source) is not null, 15, () => "nothing was asked");
        Assert.Equal(Figures, statuses.Of(source));
        Assert.StartsWith("GET /status.json ", esp.Request);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("tcp://emeter.local:8088", "http://emeter.local/status.json")]
    [InlineData("serial:///dev/ttyUSB0", null)]
    public void Only_a_tcp_source_has_a_web_address(string source, string? address) =>
        Assert.Equal(address, EspStatusService.WebAddressOf(new SourceStatus(Installation.SourceAt(source)))?.ToString());

    [Fact]
    public void Its_entities_come_with_its_first_answer_and_stay_over_a_restart()
    {
        using Installation first = new();
        first.Connected();
        Assert.False(Components(first).TryGetProperty("source_emeter_local_8088_device_signal", out _));

        first.Devices.Note(first.Source, Figures);
        first.Advance(310);
        Assert.Equal("signal_strength", Components(first).GetProperty("source_emeter_local_8088_device_signal").GetProperty("dev_cla").GetString());
        Assert.Equal(-61, first.Last("esp-smart-meter/bridge/state").GetProperty("source_emeter_local_8088_device_signal").GetInt32());

        using Installation second = new(folder: first.Folder);
        second.Connected();
        Assert.Equal("sensor", Components(second).GetProperty("source_emeter_local_8088_device_signal").GetProperty("p").GetString());
        Assert.True(Components(second).GetProperty("source_emeter_local_8088_device_signal").TryGetProperty("uniq_id", out _));
    }

    private static JsonElement Components(Installation installation) =>
        installation.Last("homeassistant/device/esp_smart_meter_bridge/config").GetProperty("cmps");
}
