using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>All simulated meters at once beside a real Home Assistant. On request: <c>./test home-assistant</c>.</summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class AllMetersTests
{
    [Fact]
    public async Task Home_Assistant_complains_of_none()
    {
        SkipUnlessGiven();
        IReadOnlyList<SimulatedMeter> all = SimulatedMeters.All;
        // What comes by the hour comes soon; some come by the quarter of an hour after their start.
        SimulatedMeterServer[] servers = [.. all.Select((meter, at) => RunningApp.Simulate(meter.Name, time: new ShiftedClock(60), seed: OwnToThisRun.SeedOf(test: 2, at)))];
        try
        {
            await using HomeAssistantCore core = await Open();
            string[] before = await core.Complaints();
            await using AppBesideCore app = await AppBesideCore.Start(TimeProvider.System, [.. servers.Select((server, at) => new SourceOptions(OwnToThisRun.Name($"All {at}"), new Uri($"tcp://127.0.0.1:{server.EndPoint.Port}"), KeysOf(all[at])))]);
            for (int i = 0; i < 1000 && Silent().Length > 0; i++)
                await Task.Delay(1000, TestContext.Current.CancellationToken);
            Assert.Empty(Silent());
            await Task.Delay(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            Dictionary<string, System.Text.Json.Nodes.JsonNode> entities = await core.Entities(), devices = await core.Devices();
            TestContext.Current.TestOutputHelper?.WriteLine($"{all.Count} meters, {devices.Count} devices and {entities.Count} entities of MQTT");
            foreach (EspSmartMeter.Meters.Meter meter in app.App.Meters.Meters)
                Assert.Contains($"esp_smart_meter_{meter.Id}", devices.Keys);

            Assert.Equal(all.Count, app.App.Meters.Meters.Count);
            Assert.Empty((await core.Complaints()).Except(before));

            string[] Silent() => [.. app.App.Sources.Sources.Select((source, at) => (all[at].Name, source.Statistics.Figures.Telegrams)).Where(source => source.Telegrams == 0).Select(source => source.Name)];
        }
        finally
        {
            foreach (SimulatedMeterServer server in servers)
                await server.DisposeAsync();
        }
    }

    private static KeyRing KeysOf(SimulatedMeter meter) => meter.Keys is SimulatedKeys keys ? new KeyRing(new MeterKeys(keys.Encryption, keys.Authentication)) : KeyRing.Empty;
}
