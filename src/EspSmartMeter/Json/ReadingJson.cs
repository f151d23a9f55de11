using System.Text.Json;
using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Json;

/// <summary>The JSON of one telegram: who, when, how it came, and every value by its OBIS code.</summary>
internal static class ReadingJson
{
    /// <param name="json">Where to.</param>
    /// <param name="reading">The telegram.</param>
    /// <param name="meterId">The id the meter goes by; null where nothing tells it.</param>
    /// <param name="source">The source's address.</param>
    public static void Write(Utf8JsonWriter json, Reading reading, string? meterId, string source)
    {
        json.WriteStartObject();
        WriteMeter(json, meterId, reading.Manufacturer, reading.Model, source);
        json.WriteString("received", JsonForm.Utc(reading.Received));
        if (reading.Timestamp is MeterTime timestamp)
            json.WriteString("timestamp", timestamp.ToString());
        WriteTelegram(json, TelegramInfo.Of(reading));
        json.WriteStartObject("values");
        WriteValues(json, reading);
        json.WriteEndObject();
        WriteLabels(json, reading);
        WriteUnread(json, reading);
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, Reading reading)
    {
        if (reading.Labels.IsEmpty)
            return;
        json.WriteStartObject("labels");
        foreach ((string label, string text) in reading.Labels)
            json.WriteString(label, text);
        json.WriteEndObject();
    }

    private static void WriteUnread(Utf8JsonWriter json, Reading reading)
    {
        if (reading.Unread.IsEmpty)
            return;
        json.WriteStartArray("unread");
        foreach (string line in reading.Unread)
            json.WriteStringValue(line);
        json.WriteEndArray();
    }

    public static void WriteMeter(Utf8JsonWriter json, string? id, string? manufacturer, string? model, string source)
    {
        json.WriteStartObject("meter");
        json.WriteString("id", id);
        WriteUnlessNull(json, "manufacturer", manufacturer);
        WriteUnlessNull(json, "model", model);
        json.WriteString("source", source);
        json.WriteEndObject();
    }

    public static void WriteTelegram(Utf8JsonWriter json, TelegramInfo telegram)
    {
        json.WriteStartObject("telegram");
        json.WriteString("framing", telegram.Framing);
        json.WriteString("encoding", telegram.Encoding);
        WriteUnlessNull(json, "list", telegram.List);
        json.WriteBoolean("encrypted", telegram.Encrypted);
        if (telegram.Encrypted || telegram.FrameCounter is not null)
            json.WriteBoolean("authenticated", telegram.Authenticated);
        json.WriteString("check", telegram.Check.Name());
        if (telegram.FrameCounter is uint counter)
            json.WriteNumber("frame_counter", counter);
        json.WriteNumber("bytes", telegram.Bytes);
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, Reading reading)
    {
        ReadOnlySpan<Measurement> measurements = reading.Measurements;
        Dictionary<ObisCode, List<int>> repeats = RepeatsOf(measurements);
        for (int i = 0; i < measurements.Length; i++)
        {
            ref readonly Measurement measurement = ref measurements[i];
            if (repeats.TryGetValue(measurement.Code, out List<int>? others) && others.Contains(i))
                continue;
            json.WriteStartObject(measurement.Code.ToString());
            WriteValue(json, measurement, QuantityNames.SubmeterKindOf(reading, measurement.Code));
            if (others is not null)
                WriteAlso(json, reading, others);
            json.WriteEndObject();
        }
    }

    private static void WriteAlso(Utf8JsonWriter json, Reading reading, List<int> others)
    {
        json.WriteStartArray("also");
        foreach (int index in others)
        {
            json.WriteStartObject();
            WriteValue(json, reading.Measurements[index], QuantityNames.SubmeterKindOf(reading, reading.Measurements[index].Code));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The members of one value, into the object that is open.</summary>
    public static void WriteValue(Utf8JsonWriter json, in Measurement measurement, SubmeterKind submeter)
    {
        json.WritePropertyName("value");
        switch (measurement.Kind)
        {
            case ValueKind.Number: json.WriteNumberValue(measurement.Number); break;
            case ValueKind.Text: json.WriteStringValue(measurement.Text); break;
            case ValueKind.Time: json.WriteStringValue(measurement.Time.ToString()); break;
            default: json.WriteNullValue(); break;
        }
        // Without its scale a number's unit would say something false.
        if (measurement.ScaleKnown)
            WriteUnlessNull(json, "unit", measurement.Unit.Symbol());
        WriteUnlessNull(json, "name", QuantityNames.Of(measurement, submeter));
        if (measurement.TakenAt is MeterTime taken)
            json.WriteString("timestamp", taken.ToString());
        WriteUnlessNull(json, "device", measurement.Device);
    }

    /// <summary>The indexes of the second and later values of each code that comes several times.</summary>
    private static Dictionary<ObisCode, List<int>> RepeatsOf(ReadOnlySpan<Measurement> measurements)
    {
        Dictionary<ObisCode, List<int>> repeats = [];
        HashSet<ObisCode> seen = new(measurements.Length);
        for (int i = 0; i < measurements.Length; i++)
        {
            if (seen.Add(measurements[i].Code))
                continue;
            if (!repeats.TryGetValue(measurements[i].Code, out List<int>? indexes))
                repeats[measurements[i].Code] = indexes = [];
            indexes.Add(i);
        }
        return repeats;
    }

    private static void WriteUnlessNull(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
