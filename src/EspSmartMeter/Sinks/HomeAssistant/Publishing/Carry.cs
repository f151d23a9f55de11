using System.Buffers;
using System.Text.Json;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>The message that remembers on the broker what registers showed that are carried forward: <c>{"1-0:1.8.0": {"value": 12345.678}}</c>, in kWh.</summary>
internal static class Carry
{
    private const int Longest = 4096;

    public static byte[] Write(IEnumerable<KeyValuePair<ObisCode, decimal>> shown)
    {
        ArrayBufferWriter<byte> buffer = new(128);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        foreach ((ObisCode code, decimal number) in shown)
        {
            json.WriteStartObject(code.ToString());
            json.WriteNumber("value", number);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What of a message is understood; it comes from outside.</summary>
    public static Dictionary<ObisCode, decimal> Read(ReadOnlyMemory<byte> message)
    {
        Dictionary<ObisCode, decimal> shown = [];
        if (message.Length is 0 or > Longest)
            return shown;
        try
        {
            using JsonDocument json = JsonDocument.Parse(message);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return shown;
            foreach (JsonProperty register in json.RootElement.EnumerateObject())
            {
                if (ObisCode.TryParse(register.Name, out ObisCode code) && register.Value.ValueKind == JsonValueKind.Object
                    && register.Value.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number)
                    && number is >= 0 and <= ExactNumber.Largest)
                {
                    shown[code] = number;
                }
            }
        }
        catch (JsonException)
        {
            // Not ours.
        }
        return shown;
    }
}
