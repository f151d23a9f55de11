using Microsoft.Playwright;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>A real browser, and what it complains of.</summary>
internal sealed class QuietBrowser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly List<string> _complaints = [];
    private readonly List<string> _foreign = [];
    private IPlaywright? _playwright;
    private IBrowser _browser = null!;

    public static LocatorAssertionsToContainTextOptions Patient => new() { Timeout = 30_000 };

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), "chromium is not installed (apt-get install chromium)");
        _playwright = await Playwright.CreateAsync();
        // Two cores may draw twenty pages and decode at once.
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_playwright is null)
            return;
        await _browser.CloseAsync();
        _playwright.Dispose();
    }

    public Task<IPage> Open(RunningApp app, int width) => Open(app.Address.ToString(), width);

    public async Task<IPage> Open(string address, int width) =>
        await Load(await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } }), address);

    /// <summary>Tabs beside each other, as one person has them.</summary>
    public async Task<IReadOnlyList<IPage>> OpenMany(string address, int count)
    {
        IBrowserContext person = await _browser.NewContextAsync();
        List<IPage> pages = [];
        for (int i = 0; i < count; i++)
            pages.Add(await Load(await person.NewPageAsync(), address));
        return pages;
    }

    private async Task<IPage> Load(IPage page, string address)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal))
                _foreign.Add(request.Url);
        };
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>No error and no warning, and nothing was asked of anybody else.</summary>
    public void AssertQuiet()
    {
        Assert.Empty(_complaints);
        Assert.Empty(_foreign);
    }
}
