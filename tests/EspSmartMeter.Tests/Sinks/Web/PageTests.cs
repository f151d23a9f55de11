using EspSmartMeter.About;
using Microsoft.Playwright;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>The page in a real browser, with real telegrams.</summary>
[Trait("part", "page")]
public sealed class PageTests : IAsyncLifetime
{
    private readonly QuietBrowser _browser = new();

    private static LocatorAssertionsToContainTextOptions Patient => QuietBrowser.Patient;

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact]
    public async Task It_shows_power_phases_registers_and_submeters_and_follows_them()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await Open(app, 1200);

        ILocator card = page.Locator(".meter");
        await Assertions.Expect(card.Locator("h2")).ToContainTextAsync("house electricity", Patient);
        await Assertions.Expect(card.Locator(".power b")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9.,]+$"));
        await Assertions.Expect(card.Locator(".phase")).ToHaveCountAsync(3);
        await Assertions.Expect(card.Locator(".tile").Filter(new() { HasText = "Energy import tariff 1" })).ToContainTextAsync("kWh");
        await Assertions.Expect(card.Locator(".tile").Filter(new() { HasText = "Gas" })).ToContainTextAsync("m³");
        await Assertions.Expect(page.Locator(".source")).ToContainTextAsync("Connected.");
        await Follows();

        await card.GetByText("values").ClickAsync();
        await Follows();
        await Assertions.Expect(card.Locator("details td.code").Filter(new() { HasText = "1-0:1.7.0" })).ToBeVisibleAsync();
        AssertQuiet();

        // The page shows what came since: it has been drawn anew.
        async Task Follows()
        {
            ILocator told = page.Locator(".source .note").Last;
            string before = await told.InnerTextAsync();
            await Assertions.Expect(told).Not.ToHaveTextAsync(before, new() { Timeout = 15_000 });
        }
    }

    [Fact]
    public async Task Energy_stands_in_bars_of_hours_quarters_and_days_and_a_day_is_chosen_by_a_click()
    {
        // A heat pump takes a watt-hour within seconds: there is something to draw soon, whatever the hour.
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas", new HomeBehind(HomeKind.HeatPump, 1));
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await Open(app, 1200);

        ILocator day = page.Locator(".bars").First, month = page.Locator(".bars").Last;
        await Assertions.Expect(day.Locator("figcaption b")).ToHaveTextAsync("Today", new() { Timeout = 90_000 });
        Assert.InRange(await day.Locator("g").CountAsync(), 23, 25);
        await page.GetByRole(AriaRole.Button, new() { Name = "Quarter-hours", Exact = true }).ClickAsync();
        await Assertions.Expect(day.Locator("g").Nth(60)).ToBeAttachedAsync();
        ILocator known = month.Locator("g[role=button]").First;
        await known.HoverAsync();
        await Assertions.Expect(month.Locator("figcaption span")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[A-Z][a-z]+, .*: [0-9.]+ kWh taken"));
        await known.ClickAsync();
        await Assertions.Expect(day.Locator("figcaption b")).Not.ToHaveTextAsync("Today");
        await page.GetByRole(AriaRole.Button, new() { Name = "Today", Exact = true }).ClickAsync();
        await Assertions.Expect(day.Locator("figcaption b")).ToHaveTextAsync("Today");
        AssertQuiet();
    }

    [Fact]
    public async Task A_click_on_a_reading_tells_its_code_and_the_tab_tells_the_power()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await Open(app, 1200);

        ILocator tile = page.Locator(".tile").Filter(new() { HasText = "Energy import tariff 1" });
        await tile.ClickAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(tile.Locator("code")).ToHaveTextAsync("1-0:1.8.1");
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^-?[0-9.,]+ W · esp-smart-meter$"));
        AssertQuiet();
    }

    [Fact]
    public async Task Twenty_pages_of_one_browser_follow_the_app_at_once()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));

        IReadOnlyList<IPage> pages = await _browser.OpenMany(app.Address.ToString(), 20);

        foreach (IPage page in pages)
            await Assertions.Expect(page.Locator(".power b")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9.,]+$"), new() { Timeout = 30_000 });
        AssertQuiet();
    }

    [Theory]
    [InlineData("sv", "tas från nätet", "Mätarställningar", "Energi, uttag", "Mätarkällor", "Ansluten.", "Ingen MQTT-broker är angiven")]
    [InlineData("de", "aus dem Netz bezogen", "Zählerstände", "Energie Bezug", "Zählerquellen", "Verbunden.", "Kein MQTT-Broker ist eingetragen")]
    public async Task It_speaks_the_language_of_the_options(string language, string taken, string registers, string energyImport, string sources, string link, string broker)
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr42");
        await using RunningApp app = await RunningApp.Start(language, null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await Open(app, 1200);

        ILocator card = page.Locator(".meter");
        await Assertions.Expect(card.Locator(".power small")).ToContainTextAsync(taken, Patient);
        await Assertions.Expect(card).ToContainTextAsync(registers, new() { IgnoreCase = true });
        await Assertions.Expect(card.Locator(".tile").Filter(new() { HasText = energyImport })).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#sources-title")).ToHaveTextAsync(sources);
        await Assertions.Expect(page.Locator(".source")).ToContainTextAsync(link);
        await Assertions.Expect(page.Locator("#links")).ToContainTextAsync(broker);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        AssertQuiet();
    }

    [Theory]
    [InlineData(360, "en")]
    [InlineData(360, "de")]
    [InlineData(360, "fr")]
    [InlineData(768, "en")]
    [InlineData(1600, "en")]
    public async Task It_fits_every_width(int width, string language)
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("p1-sweden");
        await using RunningApp app = await RunningApp.Start(language, null, null, ("a source with a rather long name of its own", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await Open(app, width);
        await Assertions.Expect(page.Locator(".meter")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.Locator(".meter .all summary").ClickAsync();

        int overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

        Assert.Equal(0, overflow);
        AssertQuiet();
    }

    [Fact]
    public async Task A_source_that_fails_and_bytes_that_do_not_decode_are_told()
    {
        string dump = Path.GetTempFileName();
        await File.WriteAllTextAsync(dump, "this is no meter <b>at all</b> " + new string('x', 300), TestContext.Current.CancellationToken);
        await using RunningApp app = await RunningApp.Start(null, null, ("file", $"file://{dump}"), ("away", $"tcp://127.0.0.1:{RunningApp.FreePort()}"));
        IPage page = await Open(app, 1200);

        await Assertions.Expect(page.Locator(".source").Nth(1)).ToContainTextAsync("refuses the connection", Patient);
        await Assertions.Expect(page.Locator(".rejection").First).ToContainTextAsync("bytes that belong to no telegram", Patient);
        await Assertions.Expect(page.Locator(".way")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#meters .waiting")).ToHaveCountAsync(0);
        AssertQuiet();
        File.Delete(dump);
    }

    [Fact]
    public async Task A_meter_without_its_key_is_red_and_explained_and_its_telegrams_are_one_row()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("smarty-luxembourg");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await Open(app, 1200);

        await Assertions.Expect(page.Locator(".source .diagnosis")).ToContainTextAsync("no decryption key is set", Patient);
        await Assertions.Expect(page.Locator(".source .dot.bad")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#meters .waiting")).ToHaveCountAsync(0);
        ILocator rejections = page.Locator(".rejection").Filter(new() { HasText = "no decryption key is set" });
        await Assertions.Expect(rejections).ToHaveCountAsync(1);
        await Assertions.Expect(rejections.Locator("b")).ToContainTextAsync("×");
        const string Reasons = $"{Product.Url}/blob/main/docs/reasons.md#";
        await Assertions.Expect(rejections.GetByRole(AriaRole.Link, new() { Name = "ciphering/key-missing" })).ToHaveAttributeAsync("href", $"{Reasons}key-missing");
        await Assertions.Expect(page.Locator(".source .note a").First).ToHaveAttributeAsync("href", $"{Reasons}key-missing");
        await Assertions.Expect(page.Locator(".source .diagnosis a")).ToHaveAttributeAsync("href", $"{Reasons}key_missing");
        AssertQuiet();
    }

    [Fact]
    public async Task An_app_that_is_gone_is_told_and_nothing_is_shown_as_fresh()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await Open(app, 1200);
        await Assertions.Expect(page.Locator(".meter h2")).ToContainTextAsync("house electricity", Patient);
        await app.DisposeAsync();

        await Assertions.Expect(page.Locator("#trouble")).ToContainTextAsync("The app does not answer", Patient);
        await Assertions.Expect(page.Locator("body.old .meter .meter-head p").First).ToContainTextAsync(new System.Text.RegularExpressions.Regex("[3-9] s"), Patient);
    }

    [Fact]
    public async Task It_leads_to_the_page_that_flashes_an_ESP_and_tells_how_to_build_the_firmware_where_that_is_not_there()
    {
        await using RunningApp app = await RunningApp.Start();
        IPage page = await Open(app, 1200);
        ILocator flash = page.Locator("#flash");

        await Assertions.Expect(flash).ToContainTextAsync("Until the first release that page does not exist", Patient);
        await Assertions.Expect(flash.Locator("a").First).ToHaveAttributeAsync("href", "https://esp-smart-meter.github.io/esp-smart-meter/");
        await Assertions.Expect(flash.Locator("a").Last).ToHaveAttributeAsync("href", $"{Product.Url}/tree/main/firmware#flash-it");
        AssertQuiet();
    }

    private Task<IPage> Open(RunningApp app, int width) => _browser.Open(app, width);

    private void AssertQuiet() => _browser.AssertQuiet();
}
