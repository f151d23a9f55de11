using Microsoft.Playwright;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>Frames taken apart, in a real browser.</summary>
[Trait("part", "page")]
public sealed class FramesPageTests : IAsyncLifetime
{
    private readonly QuietBrowser _browser = new();

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact]
    public async Task A_frame_that_is_opened_shows_its_parts_and_bytes_and_each_marks_the_other()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("kaifa");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".meter h2")).ToContainTextAsync("house electricity", QuietBrowser.Patient);

        await page.Locator("#frames-show").ClickAsync();
        await page.Locator("#frames .frame").First.ClickAsync();
        await page.Locator("#frames .part", new() { HasText = "FCS fits" }).ClickAsync();
        await Assertions.Expect(page.Locator("#frames .byte.marked")).ToHaveCountAsync(2);
        await page.Locator("#frames .hex").First.Locator(".byte").Nth(1).ClickAsync();

        await Assertions.Expect(page.Locator("#frames .part.marked")).ToContainTextAsync("frame format type 3");
        _browser.AssertQuiet();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1200)]
    public async Task Pasted_bytes_are_decoded_with_a_key_that_is_forgotten_and_what_is_wrong_is_marked(int width)
    {
        SimulatedTelegram telegram = Telegram("smarty-luxembourg", out byte[] key);
        await using RunningApp app = await RunningApp.Start();
        IPage page = await _browser.Open(app, width);
        await page.GetByText("Decode bytes of your own").ClickAsync();
        await page.Locator("#paste-bytes").FillAsync(Convert.ToHexString(telegram.Bytes));

        await page.GetByText("Decode", new() { Exact = true }).ClickAsync();
        await page.Locator("#pasted .frame").ClickAsync();
        await Assertions.Expect(page.Locator("#pasted strong")).ToContainTextAsync("set the option `key`");
        await page.Locator("#paste-key").FillAsync(Convert.ToHexString(key));
        await page.GetByText("Decode", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#pasted .frame")).ToContainTextAsync("values", QuietBrowser.Patient);
        await page.Locator("#pasted .frame").ClickAsync();

        await Assertions.Expect(page.Locator("#pasted .panes h3").Nth(1)).ToContainTextAsync("deciphered");
        await Assertions.Expect(page.Locator("#pasted .tree")).ToContainTextAsync("1-0:1.8.0");
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.DoesNotContain(Convert.ToHexString(key), await page.ContentAsync(), StringComparison.OrdinalIgnoreCase);
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task Markup_in_pasted_bytes_is_text()
    {
        await using RunningApp app = await RunningApp.Start();
        IPage page = await _browser.Open(app, 1200);
        await page.GetByText("Decode bytes of your own").ClickAsync();
        await page.Locator("#paste-bytes").FillAsync("/KFM5<img src=x onerror=fetch`evil`>\r\n\r\n1-0:1.8.0(000001.000*kWh)\r\n0-0:96.13.0(<b>x</b>)\r\n!\r\n");

        await page.GetByText("Decode", new() { Exact = true }).ClickAsync();
        await page.Locator("#pasted .frame").First.ClickAsync();

        await Assertions.Expect(page.Locator("#pasted .tree")).ToContainTextAsync("<img src=x");
        await Assertions.Expect(page.Locator("#pasted img, #pasted b b")).ToHaveCountAsync(0);
        _browser.AssertQuiet();
    }

    private static SimulatedTelegram Telegram(string name, out byte[] key)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        key = meter.Keys!.Encryption;
        return meter.Telegrams(seed: 1, new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)).First();
    }
}
