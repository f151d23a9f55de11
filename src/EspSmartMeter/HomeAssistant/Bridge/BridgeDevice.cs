using EspSmartMeter.HomeAssistant.Discovery;
using EspSmartMeter.HomeAssistant.Entities;
using EspSmartMeter.HomeAssistant.Names;
using EspSmartMeter.Sources;

namespace EspSmartMeter.HomeAssistant.Bridge;

/// <summary>The app itself as a device: there before any telegram came, to say why none does.</summary>
internal sealed class BridgeDevice(Topics topics, EntityNames names, IReadOnlyList<SourceStatus> sources, SourceKeys keys)
{
    private const string Slug = "esp_smart_meter";

    private static readonly EntityClass
        Problem = new("problem", null, null, null),
        Link = new("connectivity", null, null, null),
        Rate = new(null, "measurement", null, 1),
        Count = new(null, "total_increasing", null, 0);

    public Device Device => new()
    {
        Id = topics.BridgeDevice,
        Name = Product.Name,
        Model = Product.Name,
        SoftwareVersion = Product.Version,
        AvailabilityTopics = [topics.Status],
    };

    public IEnumerable<Component> Components()
    {
        yield return Binary("problem", names.OfBridge("problem"), Problem, "{{ {'diagnosis': value_json.diagnosis} | tojson }}");
        yield return Sensor("version", names.OfBridge("version"), EntityClass.Plain);
        foreach (SourceStatus source in sources)
        {
            string key = keys[source];
            yield return Binary($"{key}_link", Named("link", source), Link, null);
            yield return Sensor($"{key}_telegrams_per_minute", Named("telegrams_per_minute", source), Rate);
            yield return Sensor($"{key}_rejections", Named("rejections", source), Count) with
            {
                AttributesTemplate = $"{{{{ value_json.{key}_rejections_by_reason | tojson }}}}",
            };
            yield return Sensor($"{key}_last_rejection", Named("last_rejection", source), EntityClass.Plain);
        }
    }

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
