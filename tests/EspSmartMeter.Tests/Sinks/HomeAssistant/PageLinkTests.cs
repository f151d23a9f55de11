using System.Net;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Supervisor;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>Where "Visit" on a device leads.</summary>
public sealed class PageLinkTests
{
    [Theory]
    [InlineData("2026.11.0", "homeassistant://app/a1b2c3d4_esp_smart_meter")]
    [InlineData("2026.2.0b1", "homeassistant://app/a1b2c3d4_esp_smart_meter")]
    [InlineData("2025.6.3", "homeassistant://hassio/ingress/a1b2c3d4_esp_smart_meter")]
    public async Task Under_the_Supervisor_to_the_apps_page_in_Home_Assistant(string core, string url)
    {
        using HttpServer supervisor = new(200, $$$"""{"result":"ok","data":{"slug":"a1b2c3d4_esp_smart_meter","homeassistant":"{{{core}}}"}}""");
        Assert.Equal(url, await Found(Options(), supervisor));
        Assert.Contains("Authorization: Bearer the-token", supervisor.Request);
    }

    [Theory]
    [InlineData(403, "{}")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"data":[]}""")]
    [InlineData(200, """{"data":{"slug":5}}""")]
    [InlineData(200, """{"data":{"slug":"a/../b"}}""")]
    public async Task A_Supervisor_that_does_not_tell_makes_none(int status, string answer)
    {
        using HttpServer supervisor = new(status, answer);
        Assert.Null(await Found(Options(), supervisor));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("192.168.1.7", "http://192.168.1.7:8099/")]
    [InlineData("fd00::7", "http://[fd00::7]:8099/")]
    public async Task Elsewhere_to_the_pages_address_where_other_machines_reach_it(string? bind, string? url) =>
        Assert.Equal(url, await Found(Options() with { Bind = bind is null ? null : IPAddress.Parse(bind) }, null));

    [Fact]
    public async Task Each_device_has_it()
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://a:1")) with { Bind = IPAddress.Parse("192.168.1.7") });
        await installation.Page.FindAsync();
        installation.Connected().Run("dsmr5-gas", TimeSpan.FromSeconds(30));
        string[] configs = [.. installation.Sent.Select(message => message.Topic).Where(topic => topic.EndsWith("/config", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(3, configs.Length);
        Assert.All(configs, config => Assert.Equal("http://192.168.1.7:8099/", installation.Last(config).GetProperty("dev").GetProperty("cu").GetString()));
    }

    private static AppOptions Options() => new() { Sources = [], DataFolder = "" };

    private static async Task<string?> Found(AppOptions options, HttpServer? supervisor)
    {
        using HttpClient http = new() { BaseAddress = supervisor?.Address };
        PageLink link = new(options, new OwnApp(http, supervisor is null ? null : "the-token"));
        await link.FindAsync();
        return link.Url;
    }
}
