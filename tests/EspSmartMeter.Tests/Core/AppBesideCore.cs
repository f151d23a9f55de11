using System.Text.Json.Nodes;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>The app on a running Home Assistant's broker, and its sources' main meters as they are called there; what it announced is taken back at the end.</summary>
internal sealed class AppBesideCore : IAsyncDisposable
{
    private readonly SourceOptions[] _sources;
    private readonly string _folder = Directory.CreateTempSubdirectory("core-").FullName;
    private readonly HashSet<string> _announced = [];
    private RunningApp? _app;

    private AppBesideCore(HomeAssistantCore core, SourceOptions[] sources) => (Core, _sources) = (core, sources);

    public HomeAssistantCore Core { get; }

    public RunningApp App => _app!;

    public static Task<AppBesideCore> Start(params (string Name, string Url)[] sources) =>
        Start([.. sources.Select(source => new SourceOptions(source.Name, new Uri(source.Url), KeyRing.Empty))]);

    public static async Task<AppBesideCore> Start(params SourceOptions[] sources)
    {
        Assert.SkipUnless(IsGiven, "no Home Assistant is given: set HOME_ASSISTANT_URL, HOME_ASSISTANT_TOKEN and HOME_ASSISTANT_BROKER");
        AppBesideCore app = new(await Open(), sources);
        await app.Restart();
        return app;
    }

    /// <summary>Stopped, and started again; the data folder may be lost meanwhile.</summary>
    public async Task Restart(bool lost = false, params ScaleOptions[] scale)
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (lost)
            Directory.Delete(_folder, recursive: true);
        _app = await RunningApp.StartWith(Directory.CreateDirectory(_folder).FullName, BrokerPort, scale, _sources);
    }

    /// <summary>The entity with this key of the device with this name, once it is there and shows a number.</summary>
    public async Task<string> Entity(string device, string key, int seconds = 120)
    {
        string? found = null;
        await Until($"{key} of {device}", seconds, async () =>
        {
            Dictionary<string, JsonNode> devices = await Core.Devices();
            _announced.UnionWith(devices.Keys.Where(known => known.StartsWith("esp_smart_meter_", StringComparison.Ordinal)));
            string? id = devices.FirstOrDefault(known => (string?)known.Value["name"] == device).Key;
            found = id is not null && (await Core.Entities()).TryGetValue($"{id}_{key}", out JsonNode? entity) ? (string)entity["entity_id"]! : null;
            return found is not null && (found.StartsWith("button.", StringComparison.Ordinal) || decimal.TryParse(await Core.StateOf(found), out _));
        });
        return found!;
    }

    /// <summary>The id of a source's meter.</summary>
    public string MeterOf(string source) => App.Meters.Meters.Single(meter => meter.Source.Name == source).Id;

    public async ValueTask DisposeAsync()
    {
        _announced.UnionWith((await Core.Devices()).Keys.Where(known => known.StartsWith("esp_smart_meter_", StringComparison.Ordinal)));
        await App.DisposeAsync();
        foreach (string device in _announced)
            Publish($"homeassistant/device/{device}/config", "", retain: true);
        await Core.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
