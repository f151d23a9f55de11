using System.Text.Json;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Json;

/// <summary>The JSON of a stretch of bytes that did not decode.</summary>
internal static class RejectedJson
{
    /// <param name="json">Where to.</param>
    /// <param name="rejected">What and why.</param>
    /// <param name="source">The source's address.</param>
    /// <param name="at">When.</param>
    /// <param name="withBytes">False: the header alone, for log.txt, where the bytes follow as a dump.</param>
    public static void Write(Utf8JsonWriter json, Rejected rejected, string source, DateTimeOffset at, bool withBytes = true)
    {
        json.WriteStartObject();
        json.WriteString("source", source);
        json.WriteString("at", JsonForm.Utc(at));
        json.WriteString("layer", rejected.Layer.Name);
        json.WriteString("reason", rejected.Reason.Name());
        json.WriteNumber("offset", rejected.Offset);
        json.WriteNumber("length", rejected.Bytes.Length);
        if (rejected.Detail is string detail)
            json.WriteString("detail", detail);
        if (withBytes)
            json.WriteString("hex", Convert.ToHexStringLower(rejected.Bytes.Span));
        json.WriteEndObject();
    }
}
