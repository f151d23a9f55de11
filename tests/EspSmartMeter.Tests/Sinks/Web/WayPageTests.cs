using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Options;
using Microsoft.Playwright;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>The way from a device to its first telegram, in a real browser.</summary>
[Trait("part", "page")]
public sealed class WayPageTests : IAsyncLifetime
{
    private readonly QuietBrowser _browser = new();

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact]
    public async Task It_leads_to_a_device_that_is_not_there_and_goes_when_telegrams_are_read()
    {
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{port}"));
        IPage page = await _browser.Open(app, 1200);
        ILocator here = page.Locator(".way [aria-current=step]");
        await Assertions.Expect(here).ToContainTextAsync("Is the device found?", QuietBrowser.Patient);
        await Assertions.Expect(here).ToContainTextAsync("refuses the connection");
        await Assertions.Expect(here).ToContainTextAsync("Address (--source)");
        await Assertions.Expect(page.Locator(".way li.ahead")).ToHaveCountAsync(5);

        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas", port);
        await Assertions.Expect(page.Locator(".meter")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".way")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task It_shows_what_comes_where_nothing_comes_at_first_and_then_no_frame()
    {
        using TcpListener gateway = new(IPAddress.Loopback, 0);
        gateway.Start();
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://localhost:{((IPEndPoint)gateway.LocalEndpoint).Port}"));
        using TcpClient client = await gateway.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        IPage page = await _browser.Open(app, 1200);
        ILocator here = page.Locator(".way [aria-current=step]");
        await Assertions.Expect(here).ToContainTextAsync("Do bytes come?", QuietBrowser.Patient);
        await Assertions.Expect(here).ToContainTextAsync("None so far.");
        await Assertions.Expect(page.Locator(".way li.done")).ToContainTextAsync("Its name leads to 127.0.0.1.");

        await client.GetStream().WriteAsync(new byte[] { 0xDE, 0xAD, 0xBE, 0xEF }, TestContext.Current.CancellationToken);
        await Assertions.Expect(here).ToContainTextAsync("whole telegrams", QuietBrowser.Patient);
        await Assertions.Expect(here).ToContainTextAsync("The mode is set at what carries the bytes here");
        await Assertions.Expect(page.Locator(".way pre")).ToHaveTextAsync("de ad be ef");
        _browser.AssertQuiet();
    }

    [Theory]
    [InlineData("kaifa-austria", "4B464D", "Tinetz, IKB, Salzburg, Vorarlberg")]
    [InlineData("smarty-luxembourg", "534147", "Creos")]
    public async Task Of_a_meter_that_encrypts_it_tells_who_gives_the_key(string simulated, string title, string row)
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate(simulated);
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await _browser.Open(app, 1200);
        ILocator here = page.Locator(".way [aria-current=step]");
        await Assertions.Expect(here).ToContainTextAsync("Who gives the decryption key?", QuietBrowser.Patient);
        await Assertions.Expect(here).ToContainTextAsync("Decryption key (--key)");
        await Assertions.Expect(here.Locator(".keys").First).ToContainTextAsync(row);
        await Assertions.Expect(page.Locator(".way li.done").Last).ToContainTextAsync($"System title of the meter: {title}");
        await Assertions.Expect(page.Locator(".rejection").First).ToContainTextAsync("Decryption key (--key)");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task A_key_that_does_not_fit_stands_there_too_in_the_users_language()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("kaifa-austria");
        SourceOptions source = new("haus", new Uri($"tcp://127.0.0.1:{meter.EndPoint.Port}"), new KeyRing(new MeterKeys(new byte[16], null)));
        await using RunningApp app = await RunningApp.StartWith(options => options with { Language = "de" }, source);
        IPage page = await _browser.Open(app, 1200);
        ILocator here = page.Locator(".way [aria-current=step]");
        await Assertions.Expect(here).ToContainTextAsync("Wer gibt den Schlüssel zum Entschlüsseln?", QuietBrowser.Patient);
        await Assertions.Expect(here).ToContainTextAsync("Vergleiche mit dem, was dir dein Netzbetreiber gegeben hat: Schlüssel zum Entschlüsseln (--key).");
        await Assertions.Expect(here.Locator(".keys").First).ToContainTextAsync("Österreich");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task Under_the_Supervisor_an_option_is_a_link_to_the_form()
    {
        await using RunningApp app = await RunningApp.Start();
        IPage page = await _browser.Open(app, 1200);
        string link = await page.EvaluateAsync<string>(
            "import(new URL('settings.js', location)).then(settings => { settings.setForm('/config/app/x_esp_smart_meter/config'); return settings.option('key').outerHTML; })");
        Assert.Equal("<a href=\"/config/app/x_esp_smart_meter/config\" target=\"_top\">Decryption key</a>", link);
        _browser.AssertQuiet();
    }
}
