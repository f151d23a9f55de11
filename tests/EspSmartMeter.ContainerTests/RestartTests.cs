using System.Text.Json.Nodes;
using EspSmartMeter.ContainerTests.Parts;

namespace EspSmartMeter.ContainerTests;

/// <summary>The app is stopped, and killed: all is back without a hand.</summary>
public sealed class RestartTests(HomeAssistantInstallation house) : IClassFixture<HomeAssistantInstallation>
{
    [Fact]
    public async Task After_a_stop_and_after_a_kill_the_values_and_the_same_entities_are_back()
    {
        Assert.True(await Waiting.HoldsWithin(20, () => house.Heard.Entities.Count >= 4), await house.App.LogAsync());
        IReadOnlyDictionary<string, IReadOnlyList<string>> before = house.Heard.Entities;

        await EndsCleanly();
        await ComesBackWith(before);

        await house.App.KillAsync();
        house.Cable.ForgetExclusiveUse();
        Assert.True(await Waiting.HoldsWithin(90, () => house.Heard.Text("esp-smart-meter/status") == "offline"), "after SIGKILL the broker does not say offline for it");
        await ComesBackWith(before);
    }

    private async Task EndsCleanly()
    {
        (TimeSpan took, long exitCode) = await house.App.StopAsync();
        string log = await house.App.LogAsync();
        Assert.Contains(exitCode, (long[])[0, 143]);
        Assert.True(took < TimeSpan.FromSeconds(10), $"took {took.TotalSeconds:F1} s\n{log}");
        Assert.True(await Waiting.HoldsWithin(5, () => house.Heard.Text("esp-smart-meter/status") == "offline"), log);
        JsonNode stored = JsonNode.Parse(File.ReadAllText(Path.Combine(house.Data, "data.json")))!;
        Assert.True(stored["meters"]!.AsObject().Count >= 2);
    }

    private async Task ComesBackWith(IReadOnlyDictionary<string, IReadOnlyList<string>> before)
    {
        house.Heard.Forget();
        await house.App.StartAsync();
        Assert.True(await Waiting.HoldsWithin(60, () => house.Heard.Live.Count >= 2), await house.App.LogAsync());
        // More may come meanwhile: the hourly list of a meter, when the hour turns during the test.
        await Waiting.HoldsWithin(30, () => Lost(before).Count == 0);
        Assert.Empty(Lost(before));
    }

    /// <summary>What was announced before and is not announced now.</summary>
    private List<string> Lost(IReadOnlyDictionary<string, IReadOnlyList<string>> before)
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> now = house.Heard.Entities;
        return [.. before.SelectMany(device => device.Value.Except(now.GetValueOrDefault(device.Key, []))).Order(StringComparer.Ordinal)];
    }
}
