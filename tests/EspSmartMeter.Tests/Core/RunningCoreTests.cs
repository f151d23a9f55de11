using System.Text.Json.Nodes;
using SmartMeter.Simulation.Line;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>What a real Home Assistant makes of the app over time: ids, names and areas stay what they are. On request: <c>./test home-assistant</c>.</summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class RunningCoreTests : IAsyncDisposable
{
    private static readonly string[] Simulated =
        ["dsmr5-gas", "p1-sweden", "sml-emh", "p1-sweden", "kaifa-sweden", "emucs-belgium", "aidon-sweden", "p1-lithuania", "kamstrup", "dsmr42"];

    private readonly List<SimulatedMeterServer> _meters = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("core-").FullName;
    private HomeAssistantCore? _core;
    private AnnouncedDevices? _announced;
    private RunningApp? _app;

    [Fact]
    public async Task Ids_names_and_areas_stay_over_deletion_wrong_addresses_new_names_languages_and_a_lost_data_folder()
    {
        SkipUnlessGiven();
        HomeAssistantCore core = _core = await Open();
        _announced = await AnnouncedDevices.Beside(core);
        string houseName = OwnToThisRun.Name("House"), garageName = OwnToThisRun.Name("Garage"), power = $"sensor.{OwnToThisRun.Id("my_power")}";
        foreach (string meter in Simulated)
            _meters.Add(RunningApp.Simulate(meter, seed: OwnToThisRun.SeedOf(test: 1, _meters.Count)));
        // Two named, eight not.
        (string? Name, string Url)[] sources =
            [.. _meters.Select((meter, at) => (at == 0 ? houseName : at == 1 ? garageName : (string?)null, $"tcp://127.0.0.1:{meter.EndPoint.Port}"))];

        await Start("en", sources);
        string house = await MainDeviceOf($"{houseName} electricity"), gas = await MainDeviceOf($"{houseName} gas"), garage = await MainDeviceOf($"{garageName} electricity");
        await Until("ten meters", 90, async () => (await core.Devices()).Count(device => Via(device.Value) is string via && BridgeOf(via, core).Result) >= 10);
        await Settle(core);
        Dictionary<string, JsonNode> entities = await core.Entities();
        Assert.Equal(Ours(entities).Count(), Ours(entities).Select(entity => (string)entity.Value["entity_id"]!).Distinct().Count());
        Assert.DoesNotContain(Ours(entities), entity => ((string)entity.Value["entity_id"]!).EndsWith("_2", StringComparison.Ordinal) && ((string)entity.Value["entity_id"]!).Contains("power_2"));
        Assert.Equal($"sensor.{OwnToThisRun.Id("house")}_electricity_power", (string)entities[$"{house}_power"]["entity_id"]!);
        await Personalise(core, entities, house, garage, power);
        string[] mine = await Registry(core);

        // Deleted, and back with the next birth, its submeter linked anew.
        await core.DeleteDevice(house);
        await Until("the device is gone", 10, async () => !(await core.Devices()).ContainsKey(house));
        Publish("homeassistant/status", "online");
        await Until("the device is back", 30, async () => (await core.Devices()).ContainsKey(house));
        await Until("the submeter names it again", 30, async () => Via((await core.Devices())[gas]) == (string?)(await core.Devices())[house]["id"]);
        await Settle(core);
        Assert.Equal(mine, await Registry(core));

        // A mistyped address, and the right one again.
        await Restart("en", [(houseName, "tcp://127.0.0.1:1"), .. sources[1..]]);
        await Until("unavailable", 30, async () => await core.StateOf(power) == "unavailable");
        await Restart("en", sources);
        await Until("values again", 60, async () => decimal.TryParse(await core.StateOf(power), out _));
        Assert.Equal(mine, await Registry(core));

        await Restart("en", [(OwnToThisRun.Name("Home"), sources[0].Url), (OwnToThisRun.Name("Shed"), sources[1].Url), .. sources[2..]]);
        await Settle(core);
        Assert.Equal(mine, await Registry(core));

        await Restart("sv", sources);
        await Until("names in the other language", 60, async () => (string?)(await core.Entities())[$"{garage}_power"]["original_name"] == "Effekt");
        Assert.Equal(mine, await Registry(core));

        // The data folder is lost, and the sources come in another order.
        await Stop();
        Directory.Delete(_folder, recursive: true);
        await Start("en", [.. sources.Reverse()]);
        await Until("values again", 90, async () => decimal.TryParse(await core.StateOf(power), out _));
        await Settle(core);
        Assert.Equal(mine, await Registry(core));

        // Home Assistant and its broker start anew, with the app and without it.
        await core.RestartBoth();
        await Until("values again", 90, async () => decimal.TryParse(await core.StateOf(power), out _));
        Assert.Equal(mine, await Registry(core));
        await Stop();
        await core.RestartBoth();
        await Start("en", sources);
        await Until("values again", 90, async () => decimal.TryParse(await core.StateOf(power), out _));
        Assert.Equal(mine, await Registry(core));

        // Lost again, and one is gone for good: what stays on the broker is told unavailable.
        await Stop();
        Directory.Delete(_folder, recursive: true);
        await Start("de", sources[1..]);
        await Until("unavailable", 30, async () => await core.StateOf(power) == "unavailable");
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await Stop();
        if (_announced is not null)
            await _announced.DisposeAsync();
        if (_core is not null)
            await _core.DisposeAsync();
        foreach (SimulatedMeterServer meter in _meters)
            await meter.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static string? Via(JsonNode device) => (string?)device["via_device_id"];

    private static async Task<bool> BridgeOf(string deviceId, HomeAssistantCore core) => (string?)(await core.Devices())["esp_smart_meter_bridge"]["id"] == deviceId;

    private static IEnumerable<KeyValuePair<string, JsonNode>> Ours(Dictionary<string, JsonNode> entities) =>
        entities.Where(entity => entity.Key.StartsWith("esp_smart_meter_", StringComparison.Ordinal));

    /// <summary>Of each entity of a meter: its unique id, id, the user's own name and area.</summary>
    private static async Task<string[]> Registry(HomeAssistantCore core) =>
    [
        .. Ours(await core.Entities()).Where(entity => !entity.Key.Contains("_bridge_"))
            .Select(entity => $"{entity.Key} {entity.Value["entity_id"]} {entity.Value["name"]} {entity.Value["area_id"]}").Order(StringComparer.Ordinal),
    ];

    /// <summary>A person renames an entity and its id, and puts things into an area.</summary>
    private static async Task Personalise(HomeAssistantCore core, Dictionary<string, JsonNode> entities, string house, string garage, string power)
    {
        string area = (string)(await core.Call("config/area_registry/list"))!.AsArray().FirstOrDefault(known => (string?)known!["name"] == "Meter cupboard")?["area_id"]!
            ?? (string)(await core.Call("config/area_registry/create", new JsonObject { ["name"] = "Meter cupboard" }))!["area_id"]!;
        await core.Call("config/device_registry/update", new JsonObject { ["device_id"] = (string)(await core.Devices())[house]["id"]!, ["area_id"] = area, ["name_by_user"] = "My meter" });
        await core.Call("config/entity_registry/update", new JsonObject { ["entity_id"] = (string)entities[$"{house}_power"]["entity_id"]!, ["new_entity_id"] = power, ["name"] = "My own power" });
        await core.Call("config/entity_registry/update", new JsonObject { ["entity_id"] = (string)entities[$"{garage}_power"]["entity_id"]!, ["new_entity_id"] = $"sensor.{OwnToThisRun.Id("garage_now")}", ["area_id"] = area });
    }

    /// <summary>Until the registry has not grown for a while: what a list brings after the first is announced within a minute.</summary>
    private async Task Settle(HomeAssistantCore core)
    {
        for (int before = -1, quiet = 0; quiet < 13; quiet++)
        {
            await _announced!.Seen();
            int now = (await core.Entities()).Count;
            quiet = now == before ? quiet : 0;
            before = now;
            await Task.Delay(5000, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> MainDeviceOf(string name)
    {
        string? found = null;
        await Until($"the device {name}", 60, async () =>
        {
            found = (await _announced!.Seen()).FirstOrDefault(device => (string?)device.Value["name"] == name).Key;
            return found is not null;
        });
        return found!;
    }

    private async Task Start(string language, (string? Name, string Url)[] sources)
    {
        Directory.CreateDirectory(_folder);
        _app = await RunningApp.Start(language, _folder, BrokerPort, sources);
    }

    private async Task Stop()
    {
        await _app!.DisposeAsync();
        _app = null;
    }

    private async Task Restart(string language, (string? Name, string Url)[] sources)
    {
        await Stop();
        await Start(language, sources);
    }
}
