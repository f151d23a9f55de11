using EspSmartMeter.Sinks.History;
using EspSmartMeter.Tests.Mqtt;
using Microsoft.Playwright;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>The pictures of README and DOCS, taken anew: <c>./test pictures</c>. On request alone; whoever takes them looks at them.</summary>
public sealed class PagePictures : IAsyncLifetime
{
    private readonly QuietBrowser _browser = new();

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact(Explicit = true)]
    public async Task A_house_on_a_computer_and_on_a_phone()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas", new HomeBehind(HomeKind.Cooking, 1));
        await using RunningApp app = await RunningApp.Start(null, broker.Port, ("House", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        await app.Until("api/overview", json => json.GetProperty("meters").GetArrayLength() == 1);
        app.Service<MeterHistories>().Restore(HomeHistory.Of(app.Meters.Meters.Single().Id, TimeProvider.System.GetUtcNow()));
        // Long enough for a curve.
        await Task.Delay(TimeSpan.FromMinutes(6), TestContext.Current.CancellationToken);
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".bars")).ToHaveCountAsync(2);
        await Take(page, "page", 1200, 1150);
        await Take(page, "page-phone", 390, 1100);
    }

    [Fact(Explicit = true)]
    public async Task The_way_to_the_first_telegram()
    {
        await using SimulatedMeterServer secret = RunningApp.Simulate("kaifa-austria");
        await using RunningApp app = await RunningApp.Start(null, null, ("House", $"tcp://127.0.0.1:{secret.EndPoint.Port}"));
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".way [aria-current=step]")).ToContainTextAsync("Who gives the decryption key?");
        await Take(page.Locator(".way"), "page-way");
    }

    [Fact(Explicit = true)]
    public async Task A_frame_taken_apart()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("kaifa");
        await using RunningApp app = await RunningApp.Start(null, null, ("House", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".meter")).ToBeVisibleAsync();
        // One of each five telegrams has more than the power.
        ILocator telegram = page.Locator("#frames .frame", new() { HasText = "values: 13" });
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            await page.Locator("#frames-show").ClickAsync();
        }
        while (await telegram.CountAsync() == 0);
        await telegram.First.ClickAsync();
        await page.Locator("#frames .part", new() { HasText = "1-0:1.7.0" }).Last.ClickAsync();
        await Take(page.Locator("#frames"), "page-frames");
    }

    private static async Task Take(IPage page, string name, int width, int height)
    {
        await page.SetViewportSizeAsync(width, height);
        await page.ScreenshotAsync(new() { Path = PathOf(name) });
    }

    private static Task<byte[]> Take(ILocator part, string name) => part.ScreenshotAsync(new() { Path = PathOf(name) });

    private static string PathOf(string name) => Repository.PathOf("docs", $"{name}.png");
}
