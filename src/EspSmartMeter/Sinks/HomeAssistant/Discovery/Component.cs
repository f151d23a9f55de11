using EspSmartMeter.Sinks.HomeAssistant.Entities;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>One entity as its device's discovery message tells it.</summary>
internal sealed record Component
{
    /// <summary>What Home Assistant says where it asks for an update to be installed.</summary>
    public const string InstallPayload = "install";

    public const string Sensor = "sensor", Binary = "binary_sensor";

    /// <summary>sensor, binary_sensor, button or update.</summary>
    public string Platform { get; init; } = Sensor;

    public required string Key { get; init; }

    /// <summary>Without the device's name, which Home Assistant puts before it; null: the entity goes by the device's name.</summary>
    public required string? Name { get; init; }

    public required string StateTopic { get; init; }

    /// <summary>Makes the state out of the message; null: the message is the state.</summary>
    public required string? ValueTemplate { get; init; }

    /// <summary>Where Home Assistant asks for an update to be installed; null: nowhere.</summary>
    public string? InstallTopic { get; init; }

    /// <summary>Where a button tells that it was pressed, and what; null: it is none.</summary>
    public (string Topic, string Payload)? Command { get; init; }

    /// <summary>Makes the attributes out of the same message; null: none.</summary>
    public string? AttributesTemplate { get; init; }

    public required EntityClass Class { get; init; }

    /// <summary>Null: Home Assistant's own, by the device class.</summary>
    public string? Icon { get; init; }

    public bool IsDiagnostic { get; init; }

    public bool IsEnabled { get; init; } = true;

    /// <summary>The template of a binary sensor whose member is true, false or null: a state that is neither ON nor OFF is unknown.</summary>
    public static string OnOrOff(string key) => $"{{{{ 'None' if value_json.{key} | default(none) is none else 'ON' if value_json.{key} else 'OFF' }}}}";
}
