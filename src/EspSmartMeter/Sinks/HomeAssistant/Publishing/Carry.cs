using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EspSmartMeter.Meters.Guard;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>
/// The message that remembers on the broker what registers showed: <c>{"1-0:1.8.0": {"value": 2010.5, "own": 50010.5, "offset": -48000, "since": "2026-…Z"}}</c>, in the
/// register's own unit; of a submeter under <c>submeter/code</c>. <c>own</c> is the meter's figure, and <c>since</c> tells when the offset was decided.
/// </summary>
internal static class Carry
{
    private const int Longest = 32 * 1024;

    public static byte[] Write(IEnumerable<CarriedRegister> registers)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        foreach (CarriedRegister register in registers)
        {
            json.WriteStartObject(register.Submeter is null ? register.Code.ToString() : $"{register.Submeter}/{register.Code}");
            json.WriteNumber("value", register.Shown);
            if (register.Own is decimal own)
                json.WriteNumber("own", own);
            if (register.Since is DateTimeOffset since)
            {
                json.WriteNumber("offset", register.Offset);
                json.WriteString("since", since.UtcDateTime);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What of a message is understood; it comes from outside.</summary>
    public static IReadOnlyList<CarriedRegister> Read(ReadOnlyMemory<byte> message)
    {
        if (message.Length is 0 or > Longest)
            return [];
        try
        {
            using JsonDocument json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind != JsonValueKind.Object ? [] : [.. json.RootElement.EnumerateObject().Select(RegisterIn).OfType<CarriedRegister>()];
        }
        catch (JsonException)
        {
            // Not ours.
            return [];
        }
    }

    private static CarriedRegister? RegisterIn(JsonProperty register)
    {
        string[] path = register.Name.Split('/');
        return path.Length <= 2 && ObisCode.TryParse(path[^1], out ObisCode code) && register.Value.ValueKind == JsonValueKind.Object
            && NumberIn(register.Value, "value") is decimal shown and >= 0
            ? new CarriedRegister(code, path.Length == 2 ? path[0] : null, shown, NumberIn(register.Value, "own"), NumberIn(register.Value, "offset") ?? 0, TimeIn(register.Value, "since"))
            : null;
    }

    private static decimal? NumberIn(JsonElement register, string name) =>
        register.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && Math.Abs(number) <= ExactNumber.Largest
            ? number
            : null;

    private static DateTimeOffset? TimeIn(JsonElement register, string name) =>
        register.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;
}
