using System.Text.Json;

namespace EspSmartMeter.HomeAssistant.Bridge;

/// <summary>What an ESP with our firmware says of itself under /status.json.</summary>
/// <param name="SignalDbm">Of its Wi-Fi; null while it is not joined.</param>
/// <param name="UptimeSeconds">Since its last start.</param>
/// <param name="FreeBytes">Of its heap.</param>
/// <param name="LineErrors">Characters with a wrong stop or parity bit.</param>
/// <param name="Overruns">Times the line brought more than it could take.</param>
/// <param name="Reconnects">Times it had to join its Wi-Fi again.</param>
internal sealed record EspFigures(int? SignalDbm, long UptimeSeconds, long FreeBytes, long LineErrors, long Overruns, long Reconnects)
{
    /// <summary>Reads the answer; null for one that is not our firmware's.</summary>
    public static EspFigures? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = document.RootElement, wifi = root.GetProperty("wifi"), uart = root.GetProperty("uart");
            JsonElement signal = wifi.GetProperty("rssi_dbm");
            return new EspFigures(
                signal.ValueKind == JsonValueKind.Null ? null : signal.GetInt32(),
                root.GetProperty("uptime_s").GetInt64(),
                root.GetProperty("heap").GetProperty("free_bytes").GetInt64(),
                uart.GetProperty("errors").GetInt64(),
                uart.GetProperty("overruns").GetInt64(),
                wifi.GetProperty("reconnects").GetInt64());
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
