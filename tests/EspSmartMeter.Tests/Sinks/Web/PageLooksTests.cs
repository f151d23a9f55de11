using System.Globalization;
using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;
using EspSmartMeter.Sinks.History;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using EspSmartMeter.Tests.Sources;
using Microsoft.Playwright;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>
/// The page in each of its states, at each width, light and dark: without a violation of axe-core, without a complaint of the browser, and never wider than its
/// window. What it looked like stands in artifacts/page.
/// </summary>
[Trait("part", "page")]
public sealed class PageLooksTests : IAsyncLifetime
{
    private static readonly string Pictures = Repository.PathOf("artifacts", "page");

    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    private static readonly PeakScheme Flanders = PeakSchemes.Named("flanders")!;

    private readonly QuietBrowser _browser = new();

    public async ValueTask InitializeAsync()
    {
        await _browser.InitializeAsync();
        Axe.SkipWhereMissing();
        Directory.CreateDirectory(Pictures);
    }

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact]
    public async Task A_healthy_meter_with_its_history()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("p1-sweden");
        await using RunningApp app = await RunningApp.Start(null, null, ("House", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        await app.Until("api/overview", json => json.GetProperty("meters").GetArrayLength() == 1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow(), hour = HomeHistory.HourOf(now);
        app.Service<MeterHistories>().Restore(HomeHistory.Of(app.Meters.Meters.Single().Id, now, new EnergyGap(hour.AddHours(-1), hour.AddMinutes(-20), 0.4m, 0)));
        IPage page = await _browser.Open(app, 1440);
        await Assertions.Expect(page.Locator(".bars")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".meter > .note")).ToContainTextAsync("nothing was heard meanwhile");
        await page.Locator(".tile summary").First.ClickAsync();
        await LooksRight(page, "healthy");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task A_peak_tariff_that_warns_and_may_have_changed()
    {
        ClockFrom clock = new(new DateTimeOffset(2026, 11, 18, 17, 10, 20, TimeSpan.Zero));
        await using SimulatedMeterServer meter = RunningApp.Simulate("p1-sweden", time: clock);
        await using RunningApp app = await RunningApp.StartWith(
            options => options with { TimeZone = Brussels, PeakScheme = Flanders with { ValidUntil = new DateOnly(2025, 12, 31) } },
            clock, Installation.SourceAt($"tcp://127.0.0.1:{meter.EndPoint.Port}", "House"));
        await app.Until("api/overview", json => json.GetProperty("meters").GetArrayLength() == 1);
        string id = app.Meters.Meters.Single().Id;
        app.Service<MeterHistories>().Restore(HomeHistory.Of(id, clock.GetUtcNow()));
        RememberPeaks(app, id, clock.GetUtcNow());
        IPage page = await _browser.Open(app, 1440);
        await Assertions.Expect(page.Locator(".warning")).ToContainTextAsync("The period until 18:15 comes to more than 4200 W", QuietBrowser.Patient);
        await Assertions.Expect(page.Locator(".tiles.peak .tile")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator(".tile.over")).ToContainTextAsync("Too much");
        await Assertions.Expect(page.Locator(".tile.over")).ToContainTextAsync("whatever is switched off now");
        await Assertions.Expect(page.Locator(".meter")).ToContainTextAsync("November 3, 19:00: 4.20 kW");
        await Assertions.Expect(page.Locator(".meter")).ToContainTextAsync("Not heard: ");
        await Assertions.Expect(page.Locator(".meter")).ToContainTextAsync("it may have changed since: who says so");
        // The day that counts is marked, and says so where it is pointed at.
        await Assertions.Expect(page.Locator("[data-chart=month] path.counts")).ToHaveCountAsync(1);
        await page.Locator("[data-chart=month] g:has(path.counts)").ClickAsync();
        await Assertions.Expect(page.Locator("[data-chart=month] figcaption")).ToContainTextAsync("counts for the peak tariff: 19:00, 4.20 kW");
        await Assertions.Expect(page.Locator("[data-chart=day] path.counts")).ToHaveCountAsync(1);
        await LooksRight(page, "peak");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task A_country_with_a_peak_tariff_where_none_is_chosen()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("kamstrup");
        await using RunningApp app = await RunningApp.StartWith(
            options => options with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo") }, Installation.SourceAt($"tcp://127.0.0.1:{meter.EndPoint.Port}", "House"));
        IPage page = await _browser.Open(app, 1440);
        await Assertions.Expect(page.Locator(".offer")).ToContainTextAsync("In Norway the month’s highest hours are billed. Peak tariff (--peak-scheme) → norway shows", QuietBrowser.Patient);
        await LooksRight(page, "peak-offer");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task Sources_that_fail_each_with_its_way()
    {
        string dump = Path.GetTempFileName();
        await File.WriteAllTextAsync(dump, "this is no meter " + new string('x', 300), TestContext.Current.CancellationToken);
        await using SimulatedMeterServer secret = RunningApp.Simulate("kaifa-austria");
        await using RunningApp app = await RunningApp.Start(
            null, null, ("House", $"tcp://127.0.0.1:{secret.EndPoint.Port}"), ("Garage", $"tcp://127.0.0.1:{RunningApp.FreePort()}"), ("Capture", $"file://{dump}"));
        IPage page = await _browser.Open(app, 1440);
        await Assertions.Expect(page.Locator(".way")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".way").First.Locator("[aria-current=step]")).ToContainTextAsync("Who gives the decryption key?", QuietBrowser.Patient);
        await page.Locator(".way details summary").First.ClickAsync();
        await LooksRight(page, "way");
        _browser.AssertQuiet();
        File.Delete(dump);
    }

    [Fact]
    public async Task A_frame_that_is_opened()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("kaifa");
        await using RunningApp app = await RunningApp.Start(null, null, ("House", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await _browser.Open(app, 1440);
        await Assertions.Expect(page.Locator(".meter")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.Locator("#frames-show").ClickAsync();
        await page.Locator("#frames .frame").First.ClickAsync();
        await page.Locator("#frames .part", new() { HasText = "FCS fits" }).ClickAsync();
        await LooksRight(page, "frames");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task Bytes_that_were_pasted()
    {
        await using RunningApp app = await RunningApp.Start();
        IPage page = await _browser.Open(app, 1440);
        await page.GetByText("Decode bytes of your own").ClickAsync();
        await page.Locator("#paste-bytes").FillAsync(Convert.ToHexString(Telegram("smarty-luxembourg").Bytes));
        await page.GetByText("Decode", new() { Exact = true }).ClickAsync();
        await page.Locator("#pasted .frame").ClickAsync();
        await LooksRight(page, "pasted");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task Several_meters_with_submeters()
    {
        await using SimulatedMeterServer one = RunningApp.Simulate("dsmr5-gas"), other = RunningApp.Simulate("emucs-belgium");
        await using ScriptedMeter stepping = new("E0099", ("1-0:1.8.0", 2000));
        await using RunningApp app = await RunningApp.Start(
            null, null, ("House", $"tcp://127.0.0.1:{one.EndPoint.Port}"), ("Barn", $"tcp://127.0.0.1:{other.EndPoint.Port}"), ("Shed", stepping.Url));
        IPage page = await _browser.Open(app, 1440);
        await Assertions.Expect(page.Locator(".meter")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        stepping["1-0:1.8.0"] = 50000;
        await Assertions.Expect(page.Locator(".decide")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await page.Locator(".all summary").First.ClickAsync();
        await LooksRight(page, "several");
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task A_meter_that_fell_silent_and_an_app_that_is_gone()
    {
        SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        RunningApp app = await RunningApp.Start(null, null, ("House", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await _browser.Open(app, 1440);
        await Assertions.Expect(page.Locator(".meter")).ToBeVisibleAsync();
        await page.Locator(".all summary").ClickAsync();
        await meter.DisposeAsync();
        await Assertions.Expect(page.Locator(".meter.away")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await LooksRight(page, "silent");
        _browser.AssertQuiet();

        await app.DisposeAsync();
        await Assertions.Expect(page.Locator("body.old #trouble")).ToBeVisibleAsync();
        await LooksRight(page, "gone");
    }

    private static async Task LooksRight(IPage page, string state)
    {
        List<string> faults = [];
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (int width in (int[])[360, 768, 1440])
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{state}-{width}-{scheme}").ToLowerInvariant();
                await page.SetViewportSizeAsync(width, 900);
                await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
                faults.AddRange(from violation in await Axe.ViolationsOn(page) select $"{name}: {violation}");
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and int wider)
                    faults.Add($"{name}: {wider} px wider than its window");
            }
        }
        Assert.Empty(faults);
    }

    /// <summary>Ten minutes of 7 kW in the running quarter, and a month before it that was not heard from its beginning to its end.</summary>
    private static void RememberPeaks(RunningApp app, string meter, DateTimeOffset now)
    {
        long quarter = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute / 15 * 15, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        long peak = new DateTimeOffset(now.Year, now.Month, 3, 18, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        int month = (now.Year * 12) + now.Month - 1;
        app.Service<PeakBook>().Restore(new StoredPeakBook
        {
            Meters = new Dictionary<string, StoredPeaks>
            {
                [meter] = new()
                {
                    Measured = Flanders.Measured,
                    Running = new RunningWindow(quarter, 7_000_000L * 600_000, 600_000, null),
                    Figures = [new StoredFigure { Month = month, Entries = [new PeakEntry(peak, peak, 4_200_000)], Past = [new PeakMonth(month - 2, 3_100_000, true), new PeakMonth(month - 1, 2_500_000)] }],
                    Missed = [new MissedSpan(quarter - 7_200_000, quarter - 3_600_000), new MissedSpan(quarter - 1_800_000, quarter - 900_000)],
                    Since = peak - 86_400_000,
                },
            },
        });
    }

    /// <summary>A clock that goes on from a moment.</summary>
    private sealed class ClockFrom(DateTimeOffset moment) : TimeProvider
    {
        private readonly DateTimeOffset _begun = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => moment + (DateTimeOffset.UtcNow - _begun);
    }

    private static SimulatedTelegram Telegram(string name) =>
        SimulatedMeters.Find(name)!.Telegrams(seed: 1, new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)).First();
}
