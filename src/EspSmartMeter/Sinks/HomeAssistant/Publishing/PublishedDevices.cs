using System.Text.Json;
using System.Text.Json.Serialization;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>A device that was published.</summary>
/// <param name="ConfigTopic">Of its discovery message.</param>
/// <param name="AvailabilityTopic">Of its availability.</param>
/// <param name="Source">The address of the source it came through; empty: not known.</param>
/// <param name="Name">What it was called.</param>
/// <param name="IsDeleted">Its owner has deleted it in Home Assistant: it comes back with the next birth, if it is heard then.</param>
internal sealed record PublishedDevice(string ConfigTopic, string AvailabilityTopic, string Source, string? Name = null, bool IsDeleted = false);

/// <summary>What was published up to now, across restarts, so that it is known when it is no longer heard.</summary>
internal sealed record PublishedRecord
{
    public const int CurrentVersion = 1;

    [JsonRequired]
    public int Version { get; init; } = CurrentVersion;

    [JsonRequired]
    public IReadOnlyList<PublishedDevice> Devices { get; init; } = [];

    public string? BridgeConfigTopic { get; init; }

    /// <summary>Every component the bridge ever had, with its platform.</summary>
    public IReadOnlyDictionary<string, string> BridgeComponents
    {
        get;
        // Where a file lacks it, the generated reader sets null.
        init => field = value ?? new Dictionary<string, string>();
    } = new Dictionary<string, string>();

    /// <summary>The first thing in it that no run has written so; null: nothing. Members of lists can be null, whatever their type says: it is JSON.</summary>
    public string? Fault() =>
        Version != CurrentVersion ? $"its version is {Version}, and this app reads {CurrentVersion}"
        : Devices.Any(device => device is null) ? "one of its devices is null"
        : BridgeComponents.Values.Any(platform => platform is null) ? "one of its bridge_components is null"
        : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PublishedRecord))]
internal sealed partial class PublishedRecordJson : JsonSerializerContext;

/// <summary>
/// Remembers on disk what was published, and tells at the next start what is not heard any more. The file is written whole or not at
/// all, and only after a device came or went, or at the stop.
/// </summary>
internal sealed class PublishedDevices
{
    private const int MostDevices = 500, MostComponents = 500;

    /// <summary>A start announces many devices one after the other: they make one write.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private readonly string _path;
    private PublishedRecord _record;
    private bool _unwritten, _hurries;
    private DateTimeOffset? _hurriesSince;

    public PublishedDevices(string folder, StoredFiles files)
    {
        _path = Path.Combine(folder, "home-assistant.json");
        // Without it nothing is taken back: entities stay until the user removes them.
        _record = files.Read(
            _path,
            PublishedRecordJson.Default.PublishedRecord,
            record => record.Fault(),
            (path, reason, kept) => Sentence.Of("stored.published_unread", path, reason, kept)) ?? new PublishedRecord();
    }

    public IReadOnlyList<PublishedDevice> Devices => _record.Devices;

    /// <summary>
    /// Notes a device, or that it now comes through another source. The latter waits for the next change or the stop: two sources may bring one meter in
    /// turn, telegram by telegram.
    /// </summary>
    public void Note(PublishedDevice device)
    {
        if (_record.Devices.Contains(device))
            return;
        bool known = _record.Devices.Any(other => other.ConfigTopic == device.ConfigTopic);
        if (!known && _record.Devices.Count >= MostDevices)
            return;
        _record = _record with { Devices = [.. _record.Devices.Where(other => other.ConfigTopic != device.ConfigTopic), device] };
        _unwritten = true;
        _hurries |= !known || device.IsDeleted;
    }

    /// <summary>Writes what came or went, once it has settled; to be called each second.</summary>
    public void SaveIfSettled(DateTimeOffset now)
    {
        if (!_hurries)
            return;
        if (_hurriesSince is not DateTimeOffset since || now < since)
            _hurriesSince = now;
        else if (now - since >= Settling)
            Write();
    }

    /// <summary>Writes what has waited.</summary>
    public void Save()
    {
        if (_unwritten)
            Write();
    }

    /// <summary>The bridge's topic of the last run, where it is another than this one.</summary>
    public string? BridgeTopicBefore(string configTopic) => _record.BridgeConfigTopic == configTopic ? null : _record.BridgeConfigTopic;

    /// <summary>The components that the bridge had under this topic, with their platforms.</summary>
    public IReadOnlyDictionary<string, string> BridgeComponentsOf(string configTopic) =>
        _record.BridgeConfigTopic == configTopic ? _record.BridgeComponents : new Dictionary<string, string>();

    /// <summary>Notes the bridge's components; those it had before and no longer has are the answer.</summary>
    public IReadOnlyDictionary<string, string> NoteBridge(string configTopic, IReadOnlyDictionary<string, string> components)
    {
        Dictionary<string, string> gone =
            BridgeComponentsOf(configTopic).Where(known => !components.ContainsKey(known.Key)).Take(MostComponents).ToDictionary();
        Dictionary<string, string> all = gone.Concat(components).ToDictionary();
        if (_record.BridgeConfigTopic != configTopic || !_record.BridgeComponents.OrderBy(known => known.Key).SequenceEqual(all.OrderBy(known => known.Key)))
        {
            _record = _record with { BridgeConfigTopic = configTopic, BridgeComponents = all };
            _unwritten = _hurries = true;
        }
        return gone;
    }

    /// <summary>What the broker kept of the bridge, where it tells more than the file, as after a lost data folder. True: there was something new.</summary>
    public bool MeetBridge(string configTopic, IReadOnlyDictionary<string, string> components)
    {
        if (_record.BridgeConfigTopic is not null && _record.BridgeConfigTopic != configTopic)
            return false;
        KeyValuePair<string, string>[] unknown = [.. components.Where(component => !_record.BridgeComponents.ContainsKey(component.Key)).Take(MostComponents - _record.BridgeComponents.Count)];
        if (unknown.Length == 0)
            return false;
        _record = _record with { BridgeConfigTopic = configTopic, BridgeComponents = _record.BridgeComponents.Concat(unknown).ToDictionary() };
        return _unwritten = _hurries = true;
    }

    /// <summary>Its owner has deleted the device in Home Assistant, and it has not come back since.</summary>
    public bool IsDeleted(string configTopic) => _record.Devices.Any(device => device.ConfigTopic == configTopic && device.IsDeleted);

    /// <summary>Forgets a device.</summary>
    public void Remove(string configTopic)
    {
        if (!_record.Devices.Any(known => known.ConfigTopic == configTopic))
            return;
        _record = _record with { Devices = [.. _record.Devices.Where(known => known.ConfigTopic != configTopic)] };
        _unwritten = _hurries = true;
    }

    private void Write()
    {
        _unwritten = _hurries = false;
        _hurriesSince = null;
        try
        {
            AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(_record, PublishedRecordJson.Default.PublishedRecord), force: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // A full disk costs no reading, and what is to be taken back one day is noted once there is room.
            _unwritten = _hurries = true;
        }
    }
}
