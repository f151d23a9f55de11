using System.Text.Json;
using EspSmartMeter.Tests.Sources;
using Microsoft.Playwright;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>What an owner decides of registers that stepped, in a real browser.</summary>
[Trait("part", "page")]
public sealed class DecisionsPageTests : IAsyncLifetime
{
    private readonly QuietBrowser _browser = new();

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Theory]
    [InlineData("Continue: count nothing of the step", 2000)]
    [InlineData("As it is: all of it is energy", 50000)]
    public async Task A_step_is_decided_on_the_page_also_through_the_ingress(string button, int then)
    {
        await using ScriptedMeter meter = new("E0099", ("1-0:1.8.0", 2000));
        await using RunningApp app = await RunningApp.Start(null, null, ("house", meter.Url));
        await using IngressProxy ingress = await IngressProxy.Before(app);
        IPage page = await _browser.Open(ingress.Address, 1200);
        ILocator card = page.Locator(".meter");
        await Assertions.Expect(card.Locator("h2")).ToContainTextAsync("house electricity", QuietBrowser.Patient);
        await Assertions.Expect(card.Locator(".decide")).ToHaveCountAsync(0);

        meter["1-0:1.8.0"] = 50000;
        await Assertions.Expect(page.Locator("#faults")).ToContainTextAsync("register 1-0:1.8.0 stepped from 2000", QuietBrowser.Patient);
        await card.GetByText(button).ClickAsync();
        await Assertions.Expect(card.GetByText(button)).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        await Assertions.Expect(page.Locator("#faults")).ToBeHiddenAsync(new() { Timeout = 15_000 });
        await app.Until("api/overview", json => Sum(json) == then);
        _browser.AssertQuiet();
        if (then == 50000)
            return;

        await card.GetByText("Publish what the meter shows").ClickAsync();
        await app.Until("api/overview", json => Sum(json) == 50000);
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task A_new_meter_in_the_place_of_an_old_one_goes_on_as_it_by_a_button()
    {
        await using ScriptedMeter meter = new("E0099", ("1-0:1.8.0", 2000));
        await using RunningApp app = await RunningApp.Start(null, null, ("house", meter.Url));
        // How often it comes must be learnt, else it may be a slow one.
        await app.Until("api/overview", json => json.GetProperty("meters").EnumerateArray().Any(known => known.GetProperty("telegrams").GetInt64() > 5));
        meter["1-0:1.8.0"] = 5;
        meter.Serial = "E0100";
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".meter").Filter(new() { HasText = "Stands in the place of meter E0099" })).ToHaveCountAsync(1, new() { Timeout = 180_000 });

        await page.GetByText("Continue the old meter's entities").ClickAsync();
        await app.Until("api/overview", json => json.GetProperty("meters").GetArrayLength() == 1 && Sum(json) == 2000);
        _browser.AssertQuiet();
    }

    [Fact]
    public async Task A_change_that_is_refused_says_why()
    {
        await using ScriptedMeter meter = new("E0099", ("1-0:1.8.0", 2000));
        await using RunningApp app = await RunningApp.Start(null, null, ("house", meter.Url));
        IPage page = await _browser.Open(app, 1200);
        await Assertions.Expect(page.Locator(".meter h2")).ToContainTextAsync("house electricity", QuietBrowser.Patient);
        string? said = null;
        page.Dialog += (_, dialog) =>
        {
            said = dialog.Message;
            _ = dialog.AcceptAsync();
        };
        await page.EvaluateAsync("() => { const button = document.createElement('button'); button.dataset.decide = 'api/meters/none/continue'; document.body.append(button); button.click(); }");
        for (int i = 0; i < 100 && said is null; i++)
            await page.WaitForTimeoutAsync(100);

        Assert.Equal("Not done: HTTP 404", said);
    }

    /// <summary>What Home Assistant is shown of the register.</summary>
    private static decimal Sum(JsonElement overview)
    {
        JsonElement register = overview.GetProperty("meters")[0].GetProperty("values").EnumerateArray().Single(value => value.GetProperty("code").GetString() == "1-0:1.8.0");
        return register.GetProperty("value").GetDecimal() + (register.TryGetProperty("offset", out JsonElement offset) ? offset.GetDecimal() : 0);
    }
}
