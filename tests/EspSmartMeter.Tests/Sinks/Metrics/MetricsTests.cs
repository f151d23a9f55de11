using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Sinks.Metrics;

/// <summary>What a running app serves under metrics.</summary>
public partial class MetricsTests
{
    [Fact]
    public async Task The_app_tells_of_meters_sources_and_its_process_and_the_dashboard_finds_all_that_it_asks_for()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        Exposition metrics = await Until(app, metrics => metrics.Of("esp_smart_meter_volume_cubic_metres_total").Any());
        NamingRules.Hold(metrics);

        Exposition.Sample[] infos = [.. metrics.Of("esp_smart_meter_meter_info")];
        string id = Assert.Single(app.Meters.Meters).Id;
        Assert.All(infos, info => Assert.Equal((id, "house", 1), (info["meter"], info["source"], info.Value)));
        // Its gas meter was replaced: the old one is still listed.
        Assert.Equal(["electricity", "gas", "gas"], infos.Select(info => info["measures"]).Order());
        Assert.Single(metrics.Of("esp_smart_meter_meter_available"), sample => sample.Value == 1);
        Assert.Single(metrics.Of("esp_smart_meter_build_info"), sample => sample["version"].Length > 0);
        double now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach (string last in (string[])["esp_smart_meter_meter_last_telegram_timestamp_seconds", "esp_smart_meter_source_last_telegram_timestamp_seconds"])
            Assert.InRange(Assert.Single(metrics.Of(last)).Value, now - 60, now + 1);
        Exposition.Sample process(string name) => Assert.Single(metrics.Of($"process_{name}"));
        Assert.True(process("cpu_seconds_total").Value > 0);
        Assert.InRange(process("resident_memory_bytes").Value, 10e6, 10e9);
        Assert.InRange(process("open_fds").Value, 4, 100_000);
        Assert.InRange(process("start_time_seconds").Value, now - 86400, now);

        HashSet<string> names = [.. metrics.Samples.Select(sample => sample.Name)];
        string dashboard = await File.ReadAllTextAsync(Repository.PathOf("recipes", "grafana", "dashboard.json"), TestContext.Current.CancellationToken);
        string[] asked = [.. Asked(JsonNode.Parse(dashboard)!).Distinct()];
        Assert.True(asked.Length >= 7, string.Join(' ', asked));
        Assert.All(asked, name => Assert.Contains(name, names));
    }

    [Fact]
    public async Task Rejections_are_told_from_0_for_each_reason_and_count_on_from_there()
    {
        await using RunningApp app = await RunningApp.Start(null, null, ("quiet", $"tcp://127.0.0.1:{RunningApp.FreePort()}"));
        Exposition.Sample[] before = await Rejections();
        Assert.Equal(Enum.GetValues<RejectionReason>().Select(reason => reason.Name()), before.Select(sample => sample["reason"]));
        Assert.All(before, sample => Assert.Equal(("quiet", 0), (sample["source"], sample.Value)));

        SourceStatistics statistics = app.Sources.Sources.Single().Statistics;
        foreach (RejectionLayer layer in (RejectionLayer[])[new("hdlc"), new("p1"), new("p1")])
            statistics.Refused(new Rejected(layer, RejectionReason.Crc, 0, ReadOnlyMemory<byte>.Empty), DateTimeOffset.UtcNow);
        Assert.Equal([("crc", 3)], (await Rejections()).Where(sample => sample.Value > 0).Select(sample => (sample["reason"], (int)sample.Value)));

        async Task<Exposition.Sample[]> Rejections() => [.. (await Read(app)).Of("esp_smart_meter_source_rejections_total")];
    }

    private static async Task<Exposition> Read(RunningApp app) => new(await app.Http.GetStringAsync("metrics", TestContext.Current.CancellationToken));

    private static async Task<Exposition> Until(RunningApp app, Func<Exposition, bool> seen)
    {
        Exposition metrics = await Read(app);
        for (int i = 0; i < 600 && !seen(metrics); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            metrics = await Read(app);
        }
        return metrics;
    }

    /// <summary>The metrics that a dashboard's queries name.</summary>
    private static IEnumerable<string> Asked(JsonNode? node) => node switch
    {
        JsonObject branch => branch.SelectMany(child => child is { Key: "expr" or "query", Value: JsonValue query } ? Metric().Matches($"{query}").Select(name => name.Value) : Asked(child.Value)),
        JsonArray list => list.SelectMany(Asked),
        _ => [],
    };

    [GeneratedRegex(@"\b(?:esp_smart_meter|process)_\w+")]
    private static partial Regex Metric();
}
