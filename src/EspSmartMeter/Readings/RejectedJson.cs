using System.Text.Json;
using SmartMeter.Decoding;

namespace EspSmartMeter.Readings;

/// <summary>The JSON of a stretch of bytes that did not decode.</summary>
internal static class RejectedJson
{
    public static void Write(Utf8JsonWriter json, Rejected rejected, string source, DateTimeOffset at)
    {
        json.WriteStartObject();
        json.WriteString("source", source);
        json.WriteString("at", JsonForm.Utc(at));
        json.WriteString("layer", rejected.Layer.Name());
        json.WriteString("reason", rejected.Reason.Name());
        json.WriteNumber("offset", rejected.Offset);
        json.WriteNumber("length", rejected.Bytes.Length);
        if (rejected.Detail is string detail)
            json.WriteString("detail", detail);
        json.WriteString("hex", Convert.ToHexStringLower(rejected.Bytes.Span));
        json.WriteEndObject();
    }
}
