using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Tests.Mqtt;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Restarts;

/// <summary>Broker, meter and app stopped and started in turn: all is back without a hand.</summary>
public class RestartTests
{
    [Fact]
    public async Task Meter_broker_and_app_come_back_by_themselves_with_the_same_entities()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        int meterPort = RunningApp.FreePort();
        (string?, string) source = ("house", $"tcp://127.0.0.1:{meterPort}");
        string folder = Directory.CreateTempSubdirectory("app-").FullName;
        SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas", meterPort);
        string[] entities;
        await using (RunningApp app = await RunningApp.Start(folder, broker.Port, source))
        {
            entities = await EntitiesAndLiveState(broker);

            await meter.DisposeAsync();
            await app.Until("api/overview", json => LinkOf(json) == "lost");
            meter = RunningApp.Simulate("dsmr5-gas", meterPort);
            await app.Until("api/overview", json => LinkOf(json) == "connected");
            Assert.Equal(entities, await EntitiesAndLiveState(broker));

            broker.Kill();
            broker.Start();
            Assert.Equal(entities, await EntitiesAndLiveState(broker));
        }
        await using (RunningApp app = await RunningApp.Start(folder, broker.Port, source))
            Assert.Equal(entities, await EntitiesAndLiveState(broker));
        await meter.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_fault_of_the_program_costs_a_source_a_pause_and_not_its_life()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        FailsOnce failing = new();
        app.Meters.Subscribe(failing);

        await app.Until("api/overview", json => failing.Called >= 3 && LinkOf(json) == "connected");
    }

    private sealed class FailsOnce : IMeterObserver
    {
        public int Called { get; private set; }

        public void OnTelegram(Meter meter, MeterState state)
        {
            if (++Called == 1)
                throw new InvalidOperationException("as no observer should");
        }
    }

    private static string? LinkOf(JsonElement overview) => overview.GetProperty("sources")[0].GetProperty("link").GetString();

    /// <summary>The entities' unique ids as Home Assistant is told them, once live values arrive.</summary>
    private static async Task<string[]> EntitiesAndLiveState(MosquittoBroker broker)
    {
        using Subscriber everybody = new(broker, "#");
        await everybody.Until(lines => lines.Any(line => line.Contains("/live ")) && lines.Any(line => IsMeterConfig(line)), seconds: 60);
        string config = everybody.Lines.Last(IsMeterConfig).Split(' ', 3)[2];
        return [.. JsonDocument.Parse(config).RootElement.GetProperty("cmps").EnumerateObject().Select(component => component.Name).Order()];
    }

    private static bool IsMeterConfig(string line) =>
        line.Contains(" homeassistant/device/") && line.Contains("power_import") && line.Contains("\"cmps\"");
}
