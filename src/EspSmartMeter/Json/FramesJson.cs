using System.Text.Json;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Json;

/// <summary>The JSON of frames that were taken apart.</summary>
internal static class FramesJson
{
    /// <param name="json">Where to.</param>
    /// <param name="frames">They, the oldest first.</param>
    /// <param name="withTimes">False: when they came is not known.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<FrameDissection> frames, bool withTimes = true)
    {
        json.WriteStartArray();
        foreach (FrameDissection frame in frames)
            Write(json, frame, withTimes);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FrameDissection frame, bool withTimes)
    {
        json.WriteStartObject();
        json.WriteString("framing", frame.Framing);
        json.WriteNumber("offset", frame.Offset);
        if (withTimes)
            json.WriteString("at", JsonForm.Utc(frame.At));
        if (frame.Reading is Reading reading)
        {
            json.WriteNumber("values", reading.Measurements.Length);
            json.WriteString("meter", reading.MeterId);
        }
        if (frame.Rejected is Rejected rejected)
        {
            json.WriteString("layer", rejected.Layer.Name);
            json.WriteString("reason", rejected.Reason.Name());
            json.WriteString("detail", rejected.Detail);
        }
        json.WriteStartArray("octets");
        foreach (DissectedOctets octets in frame.Octets)
        {
            json.WriteStartObject();
            json.WriteString("name", octets.Name);
            json.WriteString("hex", Convert.ToHexStringLower(octets.Bytes.Span));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("parts");
        Write(json, frame.Parts);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<DissectedPart> parts)
    {
        json.WriteStartArray();
        foreach (DissectedPart part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteNumber("octets", part.Octets);
            json.WriteNumber("start", part.Start);
            json.WriteNumber("length", part.Length);
            if (part.Text is not null)
                json.WriteString("text", part.Text);
            if (part.Fault is not null)
                json.WriteString("fault", part.Fault);
            if (part.Parts.Count > 0)
            {
                json.WritePropertyName("parts");
                Write(json, part.Parts);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
