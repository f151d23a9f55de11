using EspSmartMeter.Tests.Mqtt;
using EspSmartMeter.Tests.Sources;
using Microsoft.Playwright;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>A device that is no longer in use is taken from Home Assistant by a button of the page, in a real browser.</summary>
[Trait("part", "page")]
public sealed class ForgetPageTests : IAsyncLifetime
{
    private readonly QuietBrowser _browser = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("forget-").FullName;

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_device_that_is_not_in_use_leaves_the_list_and_the_broker_when_its_owner_says_yes()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ScriptedMeter gone = new("E0097", ("1-0:1.8.0", 2000)), kept = new("E0098", ("1-0:1.8.0", 1000));
        string goneId, keptId;
        await using (RunningApp before = await RunningApp.Start(_folder, broker.Port, ("garage", gone.Url), ("house", kept.Url)))
        {
            await before.Until("api/overview", json => json.GetProperty("meters").GetArrayLength() == 2);
            (goneId, keptId) = (IdOf(before, "garage"), IdOf(before, "house"));
            // What its register comes to is remembered on the broker as well.
            gone["1-0:1.8.0"] = 50000;
            using Subscriber anybody = new(broker, "esp-smart-meter/#");
            await anybody.Until(lines => lines.Any(line => line.Contains($"/{goneId}/carry ", StringComparison.Ordinal)), 60);
        }
        await using RunningApp app = await RunningApp.Start(_folder, broker.Port, ("house", kept.Url));
        Assert.NotEmpty(await Retained(broker, goneId));

        IPage page = await _browser.Open(app, 1200);
        ILocator device = page.Locator("#unused p").Filter(new() { HasText = "garage electricity" }), button = device.Locator("button");
        await Assertions.Expect(button).ToHaveCountAsync(1, new() { Timeout = 30_000 });

        // Whoever says no keeps it.
        List<string> asked = [];
        bool answer = false;
        page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Message);
            _ = answer ? dialog.AcceptAsync() : dialog.DismissAsync();
        };
        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveCountAsync(1);
        Assert.Contains("garage electricity", Assert.Single(asked), StringComparison.Ordinal);
        Assert.NotEmpty(await Retained(broker, goneId));

        answer = true;
        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        Assert.Equal(0, (await app.Json("api/unused")).GetArrayLength());
        Assert.Empty(await Retained(broker, goneId));
        Assert.NotEmpty(await Retained(broker, keptId));
        _browser.AssertQuiet();
    }

    private static string IdOf(RunningApp app, string source) => app.Meters.Meters.Single(meter => meter.Source.Name == source).Id;

    /// <summary>The topics under which the broker keeps something of a meter.</summary>
    private static async Task<string[]> Retained(MosquittoBroker broker, string id)
    {
        using Subscriber anybody = new(broker, "#");
        // What is kept comes before anything that is said now.
        anybody.Publish("now", "x");
        await anybody.Until(lines => lines.Contains("0 now x"));
        return [.. anybody.Lines.Where(line => line[0] == '1').Select(line => line.Split(' ')[1]).Where(topic => topic.Contains(id, StringComparison.Ordinal))];
    }
}
