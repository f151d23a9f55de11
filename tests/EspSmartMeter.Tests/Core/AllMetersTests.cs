using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>All simulated meters at once beside a real Home Assistant. On request: <c>./test home-assistant</c>.</summary>
[Trait("part", "home-assistant")]
public sealed class AllMetersTests
{
    [Fact]
    public async Task Home_Assistant_complains_of_none()
    {
        Assert.SkipUnless(IsGiven, "no Home Assistant is given: set HOME_ASSISTANT_URL, HOME_ASSISTANT_TOKEN and HOME_ASSISTANT_BROKER");
        IReadOnlyList<SimulatedMeter> all = SimulatedMeters.All;
        SimulatedMeterServer[] servers = [.. all.Select(meter => RunningApp.Simulate(meter.Name))];
        try
        {
            await using HomeAssistantCore core = await Open();
            string[] before = await core.Complaints();
            await using AppBesideCore app = await AppBesideCore.Start([.. servers.Select((server, at) => new SourceOptions($"All {at}", new Uri($"tcp://127.0.0.1:{server.EndPoint.Port}"), KeysOf(all[at])))]);
            await Until("all meters", 240, async () => (await core.Devices()).Count(device => ((string?)device.Value["name"])?.StartsWith("All ", StringComparison.Ordinal) == true) >= all.Count);
            await Task.Delay(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine($"{all.Count} meters, {(await core.Entities()).Count} entities of MQTT");

            Assert.Empty((await core.Complaints()).Except(before));
        }
        finally
        {
            foreach (SimulatedMeterServer server in servers)
                await server.DisposeAsync();
        }
    }

    private static KeyRing KeysOf(SimulatedMeter meter) => meter.Keys is SimulatedKeys keys ? new KeyRing(new MeterKeys(keys.Encryption, keys.Authentication)) : KeyRing.Empty;
}
