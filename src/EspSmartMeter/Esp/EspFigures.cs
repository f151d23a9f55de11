using System.Text.Json;

namespace EspSmartMeter.Esp;

/// <summary>On which terms a device takes new firmware over the network.</summary>
/// <param name="IsPossible">Its board can.</param>
/// <param name="IsUnlocked">It has a device password.</param>
/// <param name="Key">Which key must have signed the firmware; null: any, as a build of one's own.</param>
internal sealed record EspUpdateTerms(bool IsPossible, bool IsUnlocked, string? Key);

/// <summary>What an ESP with our firmware says of itself under /status.json (firmware/status.md). Counts are since its last start.</summary>
/// <param name="ChipId">Hexadecimal, for the life of the chip.</param>
/// <param name="Version">Of its firmware.</param>
/// <param name="ResetReason">Why it last started.</param>
/// <param name="SignalDbm">Of its Wi-Fi; null while it is not joined, or on a wire.</param>
/// <param name="UptimeSeconds">Since its last start.</param>
/// <param name="FreeBytes">Of its heap.</param>
/// <param name="LineMode">How it listens to the meter: <c>115200-8N1</c>, with <c> inverted</c> behind where it does.</param>
/// <param name="Bursts">Stretches of bytes that the meter sent.</param>
/// <param name="LineErrors">Characters with a wrong stop or parity bit.</param>
/// <param name="Overruns">Times the line brought more than it could take.</param>
/// <param name="DroppedBytes">That a client did not take in time.</param>
/// <param name="Reconnects">Times it had to join its Wi-Fi again.</param>
/// <param name="Board">That its firmware is built for.</param>
/// <param name="Update">On which terms it takes new firmware; null where it does not say.</param>
internal sealed record EspFigures(
    string ChipId, string Version, string ResetReason, int? SignalDbm, long UptimeSeconds, long FreeBytes, string LineMode, long Bursts, long LineErrors, long Overruns,
    long DroppedBytes, long Reconnects, string Board, EspUpdateTerms? Update)
{
    private const int LongestText = 64;

    /// <summary>Reads the answer; null for one that is not our firmware's.</summary>
    public static EspFigures? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = document.RootElement, wifi = root.GetProperty("wifi"), line = root.GetProperty("line"), uart = root.GetProperty("uart");
            JsonElement signal = wifi.GetProperty("rssi_dbm");
            string id = Text(root, "id");
            if (id.Length == 0 || !id.All(char.IsAsciiHexDigit))
                return null;
            return new EspFigures(
                id,
                Text(root, "version"),
                Text(root, "reset_reason"),
                signal.ValueKind == JsonValueKind.Null ? null : signal.GetInt32(),
                root.GetProperty("uptime_s").GetInt64(),
                root.GetProperty("heap").GetProperty("free_bytes").GetInt64(),
                Text(line, "mode") + (line.GetProperty("inverted").GetBoolean() ? " inverted" : ""),
                uart.GetProperty("bursts").GetInt64(),
                uart.GetProperty("errors").GetInt64(),
                uart.GetProperty("overruns").GetInt64(),
                root.GetProperty("stream").GetProperty("dropped").GetInt64(),
                wifi.GetProperty("reconnects").GetInt64(),
                Text(root, "board"),
                root.TryGetProperty("update", out JsonElement update) ? UpdateTerms(update) : null);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static EspUpdateTerms UpdateTerms(JsonElement update) => new(
        update.GetProperty("possible").GetBoolean(),
        update.GetProperty("unlocked").GetBoolean(),
        update.TryGetProperty("key", out JsonElement key) ? key.GetString() : null);

    /// <summary>A stranger's text is not let grow.</summary>
    private static string Text(JsonElement parent, string name)
    {
        string text = parent.GetProperty(name).GetString() ?? "";
        return text.Length > LongestText ? text[..LongestText] : text;
    }
}
