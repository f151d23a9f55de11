using System.Text.Json;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>The components of a discovery message that the broker kept from an earlier run.</summary>
internal static class KeptComponents
{
    private const int Most = 500, LongestName = 128;

    /// <summary>Their keys and platforms, as far as the message is understood; it comes from outside.</summary>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlyMemory<byte> message)
    {
        Dictionary<string, string> components = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument json = JsonDocument.Parse(message);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("cmps", out JsonElement all) || all.ValueKind != JsonValueKind.Object)
                return components;
            foreach (JsonProperty component in all.EnumerateObject().Take(Most))
            {
                if (PlatformOf(component.Value) is string platform && IsName(component.Name))
                    components[component.Name] = platform;
            }
        }
        catch (JsonException)
        {
            // Not ours.
        }
        return components;
    }

    private static string? PlatformOf(JsonElement component) =>
        component.ValueKind == JsonValueKind.Object && component.TryGetProperty("p", out JsonElement platform) && platform.ValueKind == JsonValueKind.String
        && platform.GetString() is string name && IsName(name)
            ? name
            : null;

    private static bool IsName(string text) => text.Length is > 0 and <= LongestName && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
