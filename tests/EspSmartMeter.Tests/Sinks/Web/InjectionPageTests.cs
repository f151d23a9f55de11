using EspSmartMeter.Tests.Sources;
using Microsoft.Playwright;
using SmartMeter.Decoding.Lists;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>What others wrote is text on the page, whatever it looks like: a meter, a source's name, the name of a list's file, pasted bytes.</summary>
[Trait("part", "page")]
public sealed class InjectionPageTests : IAsyncLifetime
{
    /// <summary>An element, the end of an attribute, an entity, and a mark that turns the direction of writing.</summary>
    private const string Evil = "<script>evil()</script><img src=x onerror=evil()>\"'&lt;\u202Eb";

    // One list for meters that send two numbers alone.
    private const string Numbers = """
        list TWO_NUMBERS
        maker Nobody
        shape positions
        u32 1-0:1.7.0 1 W
        u32 1-0:2.7.0 1 W
        example 0F0000000100 0202 06 000005DC 06 00000000
        expect 1-0:1.7.0 = 1500 W
        expect 1-0:2.7.0 = 0 W
        """;

    private readonly QuietBrowser _browser = new();

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact]
    public async Task Of_a_meter_and_of_a_sources_name()
    {
        await using ScriptedMeter meter = new($"E1{Plain(Evil)}", ("1-0:1.8.0", 2000)) { Lines = $"0-0:96.13.0({Plain(Evil)})\r\n" };
        await using RunningApp app = await RunningApp.Start(null, null, (Evil, meter.Url));
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".meter h2")).ToContainTextAsync(Evil, QuietBrowser.Patient);
        await page.Locator(".all summary").ClickAsync();
        await Assertions.Expect(page.Locator(".all tr", new() { HasText = "0-0:96.13.0" })).ToContainTextAsync("<script>evil", QuietBrowser.Patient);
        await Assertions.Expect(page.Locator("#frames-source option")).ToHaveTextAsync(Evil);
        await AssertIsText(page);
    }

    [Fact]
    public async Task Of_a_source_that_fails_and_has_a_way()
    {
        await using RunningApp app = await RunningApp.Start(null, null, (Evil, $"tcp://127.0.0.1:{RunningApp.FreePort()}"));
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".way h2")).ToContainTextAsync(Evil, QuietBrowser.Patient);
        await AssertIsText(page);
    }

    [Fact]
    public async Task Of_bytes_that_no_telegram_holds()
    {
        string dump = Path.GetTempFileName();
        await File.WriteAllTextAsync(dump, string.Concat(Enumerable.Repeat(Evil, 20)), TestContext.Current.CancellationToken);
        await using RunningApp app = await RunningApp.Start(null, null, (Evil, $"file://{dump}"));
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".rejection").First).ToContainTextAsync(Evil, QuietBrowser.Patient);
        await page.Locator("#frames-show").ClickAsync();
        await page.Locator("#frames .frame").First.ClickAsync();
        await AssertIsText(page);
        File.Delete(dump);
    }

    [Fact]
    public async Task Of_the_name_of_a_lists_file()
    {
        ListCatalogue lists = ListCatalogue.BuiltIn.With($"{Evil}.list", Numbers);
        await using RunningApp app = await RunningApp.StartWith(options => options with { Lists = lists });
        IPage page = await _browser.Open(app, 1200);
        await Paste(page, "0F0000000100 0202 06 000005DC 06 00000000");
        await Assertions.Expect(page.Locator("#pasted")).ToContainTextAsync(Evil);
        await AssertIsText(page);
    }

    [Fact]
    public async Task Of_pasted_bytes()
    {
        await using RunningApp app = await RunningApp.Start();
        IPage page = await _browser.Open(app, 1200);
        await Paste(page, $"/KFM5{Plain(Evil)}\r\n\r\n1-0:1.8.0(000001.000*kWh)\r\n0-0:96.13.0({Plain(Evil)})\r\n!\r\n");
        await Assertions.Expect(page.Locator("#pasted .tree")).ToContainTextAsync("<script>evil");
        await AssertIsText(page);
    }

    [Fact]
    public async Task And_no_script_runs_that_is_not_the_pages_own()
    {
        await using RunningApp app = await RunningApp.Start();
        using HttpResponseMessage answer = await app.Http.GetAsync("", TestContext.Current.CancellationToken);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        string html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("style=", html);
        Assert.DoesNotMatch("\\son[a-z]+=", html);
    }

    private static async Task Paste(IPage page, string bytes)
    {
        await page.GetByText("Decode bytes of your own").ClickAsync();
        await page.Locator("#paste-bytes").FillAsync(bytes);
        await page.GetByText("Decode", new() { Exact = true }).ClickAsync();
        await page.Locator("#pasted .frame").First.ClickAsync();
    }

    // What a P1 telegram can carry between its brackets.
    private static string Plain(string text) => text.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace("\u202E", "", StringComparison.Ordinal);

    private async Task AssertIsText(IPage page)
    {
        await Assertions.Expect(page.Locator("body script, main img, [onerror]")).ToHaveCountAsync(0);
        _browser.AssertQuiet();
    }
}
