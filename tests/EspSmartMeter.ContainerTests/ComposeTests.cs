using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EspSmartMeter.ContainerTests.Parts;
using EspSmartMeter.Tests;

namespace EspSmartMeter.ContainerTests;

/// <summary>The service of compose.yaml, and Grafana's dashboard on its metrics.</summary>
public sealed partial class ComposeTests : IAsyncLifetime
{
    private AppContainer? _meter;
    private AppContainer? _app;

    public async ValueTask InitializeAsync()
    {
        _meter = await AppContainer.SimulateAsync("dsmr5-gas", 9002);
        JsonObject service = Yaml.Read("compose.yaml")["services"]!["esp-smart-meter"]!.AsObject();
        _app = await AppContainer.RunAsync(parameters =>
        {
            Folders.Set(parameters, service["environment"]!.AsObject().Select(variable => $"{variable.Key}={variable.Value}"));
            Folders.Set(parameters, "ESM_SOURCES__0__URL=tcp://127.0.0.1:9002", "ESM_MQTT__HOST=127.0.0.1");
            parameters.HostConfig!.ReadonlyRootfs = service["read_only"]!.GetValue<bool>();
            parameters.HostConfig.CapDrop = [.. service["cap_drop"]!.AsArray().Select(capability => $"{capability}")];
            parameters.HostConfig.SecurityOpt = [.. service["security_opt"]!.AsArray().Select(option => $"{option}")];
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (AppContainer? started in (AppContainer?[])[_app, _meter])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    [Fact]
    public async Task Its_settings_run_and_every_panel_of_the_dashboard_has_values()
    {
        Assert.True(await Waiting.HoldsWithin(40, LocalPage.HasReadingAsync), await _app!.LogAsync());
        Assert.DoesNotContain("there is no option", await _app.LogAsync(), StringComparison.Ordinal);
        await Waiting.HoldsWithin(20, async () => (await LocalPage.GetAsync("metrics")).Contains("24.2.1", StringComparison.Ordinal));

        Sample[] samples = [.. Samples().Matches(await LocalPage.GetAsync("metrics")).Select(Sample.Of)];
        JsonNode dashboard = JsonNode.Parse(File.ReadAllText(Repository.PathOf("recipes", "grafana", "dashboard.json")))!;
        // A total or its tariffs, a phase or its neighbour: one of a panel's selectors is enough.
        Assert.All(dashboard["panels"]!.AsArray(), panel => Assert.Contains(Selectors(panel!), selector => samples.Any(selector.Fits)));
    }

    private static Selector[] Selectors(JsonNode panel) =>
        [.. panel["targets"]!.AsArray().SelectMany(target => Selected().Matches($"{target!["expr"]} ").Select(found => new Selector(found.Groups[1].Value, found.Groups[2].Value)))];

    private sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels)
    {
        public static Sample Of(Match line) => new(
            line.Groups[1].Value, Label().Matches(line.Groups[2].Value).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value));
    }

    private sealed record Selector(string Name, string Labels)
    {
        public bool Fits(Sample sample) => sample.Name == Name && Wanted().Matches(Labels).All(wanted => Fits(sample.Labels.GetValueOrDefault(wanted.Groups[1].Value, ""), wanted.Groups[2].Value, wanted.Groups[3].Value));

        private static bool Fits(string value, string comparison, string wanted) => wanted == "$meter" || comparison switch
        {
            "=~" => Regex.IsMatch(value, $"^(?:{wanted})$"),
            "!=" => value != wanted,
            _ => value == wanted,
        };
    }

    [GeneratedRegex(@"^(\w+)\{(.*)\} ", RegexOptions.Multiline)]
    private static partial Regex Samples();

    [GeneratedRegex("""(\w+)="([^"]*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"(esp_smart_meter_\w+)(?:\{(.*?)\})?[\[)\s]")]
    private static partial Regex Selected();

    [GeneratedRegex("""(\w+)(=~|!=|=)"([^"]*)""")]
    private static partial Regex Wanted();
}
