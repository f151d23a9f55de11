using EspSmartMeter.About;
using EspSmartMeter.Meters;
using EspSmartMeter.Names;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant.Bridge;

/// <summary>The app itself as a device: there before any telegram came, to say why none does.</summary>
internal sealed class BridgeDevice(Topics topics, EntityNames names, IReadOnlyList<Source> sources, PageLink page)
{
    private readonly MeterLabels _labels = new(sources);

    private static readonly EntityClass
        Link = new("connectivity", null, null, null),
        Rate = new(null, "measurement", null, 1),
        Count = new(null, "total_increasing", null, 0),
        Firmware = new("firmware", null, null, null),
        Signal = new("signal_strength", "measurement", "dBm", 0),
        Uptime = new("duration", "total_increasing", "s", 0),
        Memory = new("data_size", "measurement", "B", 0),
        Total = new("data_size", "total_increasing", "B", 0);

    public Device Device => new()
    {
        Id = topics.BridgeDevice,
        Name = Product.Name,
        Model = Product.Name,
        SoftwareVersion = Product.Version,
        ConfigurationUrl = page.Url,
        AvailabilityTopics = [topics.Status],
    };

    public IEnumerable<Component> Components()
    {
        yield return Binary("problem", names.OfBridge("problem"), EntityClass.Problem, "{{ {'diagnosis': value_json.diagnosis | default(none)} | to_json }}");
        yield return Sensor("version", names.OfBridge("version"), EntityClass.Plain) with { Icon = "mdi:information-outline" };
        foreach (Source source in sources)
        {
            string key = source.Key!;
            yield return Binary($"{key}_link", Named("link", source), Link, null);
            yield return Sensor($"{key}_telegrams_per_minute", Named("telegrams_per_minute", source), Rate) with { Icon = "mdi:speedometer" };
            yield return Sensor($"{key}_rejections", Named("rejections", source), Count) with
            {
                AttributesTemplate = $"{{{{ value_json.{key}_rejections_by_reason | default({{}}) | to_json }}}}",
                Icon = "mdi:close-octagon-outline",
            };
            yield return Sensor($"{key}_last_rejection", Named("last_rejection", source), EntityClass.Plain) with { Icon = "mdi:alert-octagon-outline" };
        }
        foreach (Source source in EspKeys.DevicesOf(sources))
        {
            foreach (Component component in EspComponents(EspKeys.Of(source), source))
                yield return component;
        }
    }

    /// <summary>From the device's first answer on, and after a restart before it has answered.</summary>
    private IEnumerable<Component> EspComponents(string key, Source source) =>
    [
        Sensor($"{key}_update", Named("device_update", source), Firmware) with
        {
            Platform = "update",
            StateTopic = topics.Update(key),
            ValueTemplate = null,
            InstallTopic = topics.Install(key),
        },
        Sensor($"{key}_signal", Named("device_signal", source), Signal),
        Sensor($"{key}_line_mode", Named("device_line_mode", source), EntityClass.Plain) with { Icon = "mdi:tune-variant" },
        Sensor($"{key}_line_errors", Named("device_line_errors", source), Count) with { Icon = "mdi:alert-circle-outline" },
        Sensor($"{key}_overruns", Named("device_overruns", source), Count) with { Icon = "mdi:tray-full" },
        Sensor($"{key}_dropped", Named("device_dropped", source), Total),
        Sensor($"{key}_reconnects", Named("device_reconnects", source), Count) with { Icon = "mdi:wifi-refresh" },
        Sensor($"{key}_version", Named("device_version", source), EntityClass.Plain) with { Icon = "mdi:information-outline" },
        Sensor($"{key}_reset_reason", Named("device_reset_reason", source), EntityClass.Plain) with { Icon = "mdi:restart" },
        Sensor($"{key}_bursts", Named("device_bursts", source), Count) with { IsEnabled = false, Icon = "mdi:pulse" },
        Sensor($"{key}_uptime", Named("device_uptime", source), Uptime) with { IsEnabled = false },
        Sensor($"{key}_free_memory", Named("device_free_memory", source), Memory) with { IsEnabled = false },
    ];

    /// <summary>With one source there is nothing to tell apart.</summary>
    private string Named(string row, Source source) =>
        sources.Count == 1 ? names.OfBridge(row) : $"{names.OfBridge(row)} ({ShownText.Name(_labels.Of(source))})";

    private Component Sensor(string key, string name, EntityClass entityClass) => new()
    {
        Key = key,
        Name = name,
        StateTopic = topics.BridgeState,
        // A source that was removed is not in the state, and its entity may still be there for a moment.
        ValueTemplate = $"{{{{ value_json.{key} | default(none) }}}}",
        Class = entityClass,
        IsDiagnostic = true,
    };

    private Component Binary(string key, string name, EntityClass entityClass, string? attributes) => Sensor(key, name, entityClass) with
    {
        Platform = Component.Binary,
        ValueTemplate = Component.OnOrOff(key),
        AttributesTemplate = attributes,
    };
}
