using System.Text.Json.Nodes;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>What the app has announced to a running Home Assistant, as it is called there; taken back at the end.</summary>
internal sealed class AnnouncedDevices : IAsyncDisposable
{
    private readonly HomeAssistantCore _core;
    private readonly IReadOnlyCollection<string> _before;
    private readonly HashSet<string> _announced = [];

    private AnnouncedDevices(HomeAssistantCore core, IReadOnlyCollection<string> before) => (_core, _before) = (core, before);

    /// <summary>From now on: what is there already is somebody's.</summary>
    public static async Task<AnnouncedDevices> Beside(HomeAssistantCore core) => new(core, (await core.Devices()).Keys);

    /// <summary>The entity with this key of the device with this name, once it is there and shows a number.</summary>
    public async Task<string> Entity(string device, string key, int seconds = 120)
    {
        string? found = null;
        await Until($"{key} of {device}", seconds, async () =>
        {
            string? id = (await Seen()).FirstOrDefault(known => (string?)known.Value["name"] == device).Key;
            found = id is not null && (await _core.Entities()).TryGetValue($"{id}_{key}", out JsonNode? entity) ? (string)entity["entity_id"]! : null;
            return found is not null && (found.StartsWith("button.", StringComparison.Ordinal) || decimal.TryParse(await _core.StateOf(found), out _));
        });
        return found!;
    }

    /// <summary>All devices of MQTT; ours among them are remembered.</summary>
    public async Task<Dictionary<string, JsonNode>> Seen()
    {
        Dictionary<string, JsonNode> devices = await _core.Devices();
        _announced.UnionWith(devices.Keys.Where(known => known.StartsWith("esp_smart_meter_", StringComparison.Ordinal) && !_before.Contains(known)));
        return devices;
    }

    public async ValueTask DisposeAsync()
    {
        await Seen();
        foreach (string device in _announced)
            Publish($"homeassistant/device/{device}/config", "", retain: true);
    }
}
