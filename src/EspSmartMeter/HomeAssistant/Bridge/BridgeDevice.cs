using EspSmartMeter.HomeAssistant.Discovery;
using EspSmartMeter.HomeAssistant.Entities;
using EspSmartMeter.HomeAssistant.Names;
using EspSmartMeter.Sources;

namespace EspSmartMeter.HomeAssistant.Bridge;

/// <summary>The app itself as a device: there before any telegram came, to say why none does.</summary>
internal sealed class BridgeDevice(Topics topics, EntityNames names, IReadOnlyList<SourceStatus> sources, SourceKeys keys, EspStatuses devices)
{
    private const string Slug = "esp_smart_meter";

    private static readonly EntityClass
        Problem = new("problem", null, null, null),
        Link = new("connectivity", null, null, null),
        Rate = new(null, "measurement", null, 1),
        Count = new(null, "total_increasing", null, 0),
        Signal = new("signal_strength", "measurement", "dBm", 0),
        Uptime = new("duration", "total_increasing", "s", 0),
        Memory = new("data_size", "measurement", "B", 0);

    public Device Device => new()
    {
        Id = topics.BridgeDevice,
        Name = Product.Name,
        Model = Product.Name,
        SoftwareVersion = Product.Version,
        AvailabilityTopics = [topics.Status],
    };

    /// <summary>The components; <paramref name="known"/> are those of before, by which a device that has not answered since the start keeps its own.</summary>
    public IEnumerable<Component> Components(IReadOnlyDictionary<string, string> known)
    {
        yield return Binary("problem", names.OfBridge("problem"), Problem, "{{ {'diagnosis': value_json.diagnosis} | to_json }}");
        yield return Sensor("version", names.OfBridge("version"), EntityClass.Plain) with { Icon = "mdi:information-outline" };
        foreach (SourceStatus source in sources)
        {
            string key = keys[source];
            yield return Binary($"{key}_link", Named("link", source), Link, null);
            yield return Sensor($"{key}_telegrams_per_minute", Named("telegrams_per_minute", source), Rate) with { Icon = "mdi:speedometer" };
            yield return Sensor($"{key}_rejections", Named("rejections", source), Count) with
            {
                AttributesTemplate = $"{{{{ value_json.{key}_rejections_by_reason | to_json }}}}",
                Icon = "mdi:close-octagon-outline",
            };
            yield return Sensor($"{key}_last_rejection", Named("last_rejection", source), EntityClass.Plain) with { Icon = "mdi:alert-octagon-outline" };
            if (devices.Of(source) is null && !known.ContainsKey($"{key}_device_signal"))
                continue;
            foreach (Component component in EspComponents(key, source))
                yield return component;
        }
    }

    private IEnumerable<Component> EspComponents(string key, SourceStatus source) =>
    [
        Sensor($"{key}_device_signal", Named("device_signal", source), Signal),
        Sensor($"{key}_device_line_errors", Named("device_line_errors", source), Count),
        Sensor($"{key}_device_overruns", Named("device_overruns", source), Count),
        Sensor($"{key}_device_reconnects", Named("device_reconnects", source), Count),
        Sensor($"{key}_device_uptime", Named("device_uptime", source), Uptime) with { IsEnabled = false },
        Sensor($"{key}_device_free_memory", Named("device_free_memory", source), Memory) with { IsEnabled = false },
    ];

    /// <summary>With one source there is nothing to tell apart.</summary>
    private string Named(string row, SourceStatus source) =>
        sources.Count == 1 ? names.OfBridge(row) : $"{names.OfBridge(row)} ({ShownText.Name(source.Name)})";

    private Component Sensor(string key, string name, EntityClass entityClass) => new()
    {
        Key = key,
        Name = name,
        DefaultEntityId = $"{Slug}_{key}",
        StateTopic = topics.BridgeState,
        ValueTemplate = $"{{{{ value_json.{key} }}}}",
        Class = entityClass,
        IsDiagnostic = true,
    };

    private Component Binary(string key, string name, EntityClass entityClass, string? attributes) => Sensor(key, name, entityClass) with
    {
        Platform = "binary_sensor",
        // A state that is neither ON nor OFF is unknown.
        ValueTemplate = $"{{{{ 'None' if value_json.{key} is none else 'ON' if value_json.{key} else 'OFF' }}}}",
        AttributesTemplate = attributes,
    };
}
