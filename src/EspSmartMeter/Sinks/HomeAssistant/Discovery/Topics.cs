using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>The names of every topic and device that is published under.</summary>
internal sealed class Topics(MqttOptions options)
{
    private const string Everything = "esp_smart_meter";
    private const string BridgeId = "bridge", StatusId = "status", CarryId = "carry", AvailabilityPart = "availability";

    /// <summary>online while the app is connected; offline is the will.</summary>
    public string Status => $"{options.BaseTopic}/{StatusId}";

    public string BridgeState => $"{options.BaseTopic}/{BridgeId}/state";

    /// <summary>What an owner decides of a meter is heard under this, for any meter.</summary>
    public string AnyDecision => $"{options.BaseTopic}/+/decide";

    public string Decision(string meterId) => Of(meterId, null, "decide");

    /// <summary>How the firmware of an ESP stands.</summary>
    public string Update(string esp) => $"{options.BaseTopic}/{BridgeId}/{esp}/update";

    /// <summary>Where Home Assistant asks for it to be updated.</summary>
    public string Install(string esp) => $"{options.BaseTopic}/{BridgeId}/{esp}/install";

    /// <summary>Every ESP's <see cref="Install"/>.</summary>
    public string Installs => Install("+");

    public string Birth => options.BirthTopic;

    /// <summary>A base topic of one's own tells a second app on the same broker from the first.</summary>
    public string BridgeDevice => options.BaseTopic == new MqttOptions().BaseTopic
        ? $"{Everything}_{BridgeId}"
        : $"{Everything}_{BridgeId}_{Meters.MeterId.Safe(options.BaseTopic)}";

    public static string Device(string meterId, string? submeterId = null) =>
        submeterId is null ? $"{Everything}_{Unreserved(meterId)}" : $"{Everything}_{Unreserved(meterId)}_{submeterId}";

    public string Config(string device) => $"{options.DiscoveryPrefix}/device/{device}/config";

    /// <summary>The availability of every device under our base topic.</summary>
    public IReadOnlyList<string> AllAvailabilities => [$"{options.BaseTopic}/+/{AvailabilityPart}", $"{options.BaseTopic}/+/+/{AvailabilityPart}"];

    /// <summary>What stands between base topic and <c>availability</c>; null for any other topic.</summary>
    public string? PathOfAvailability(string topic)
    {
        string start = $"{options.BaseTopic}/", end = $"/{AvailabilityPart}";
        return topic.StartsWith(start, StringComparison.Ordinal) && topic.EndsWith(end, StringComparison.Ordinal) && topic.Length > start.Length + end.Length
            ? topic[start.Length..^end.Length]
            : null;
    }

    /// <summary>The discovery topic of the device with this availability topic; null where it is none of ours.</summary>
    public string? ConfigOfAvailability(string topic) =>
        PathOfAvailability(topic)?.Split('/') is { Length: <= 2 } parts && parts.All(part => part.Length > 0 && Meters.MeterId.IsSafe(part))
            ? Config($"{Everything}_{string.Join('_', parts)}")
            : null;

    public string Availability(string meterId, string? submeterId = null) => Of(meterId, submeterId, AvailabilityPart);

    public string Live(string meterId) => Of(meterId, null, "live");

    public string Registers(string meterId, string? submeterId = null) => Of(meterId, submeterId, "registers");

    /// <summary>What its registers that are carried forward showed last, retained: a state file that was lost or is old lowers nothing.</summary>
    public string Carry(string meterId) => Of(meterId, null, CarryId);

    /// <summary>The filter of all of them.</summary>
    public string Carries => $"{options.BaseTopic}/+/{CarryId}";

    /// <summary>True for a topic that <see cref="Carries"/> lets through.</summary>
    public bool IsCarry(string topic) =>
        topic.StartsWith($"{options.BaseTopic}/", StringComparison.Ordinal) && topic.EndsWith($"/{CarryId}", StringComparison.Ordinal);

    private string Of(string meterId, string? submeterId, string last) => submeterId is null
        ? $"{options.BaseTopic}/{Unreserved(meterId)}/{last}"
        : $"{options.BaseTopic}/{Unreserved(meterId)}/{submeterId}/{last}";

    /// <summary>A meter may be called what the app calls its own parts.</summary>
    private static string Unreserved(string meterId) => meterId is BridgeId or StatusId ? $"{meterId}_meter" : meterId;
}
