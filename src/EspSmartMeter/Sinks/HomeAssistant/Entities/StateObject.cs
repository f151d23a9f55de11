using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>A state message: a flat JSON object with a member for each entity, null where its value is not known now.</summary>
internal static class StateObject
{
    public static byte[] Write(IEnumerable<Entity> entities, Func<Entity, MeterValue?> find, DateTimeOffset now)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        foreach (Entity entity in entities)
        {
            json.WritePropertyName(entity.Key);
            MeterValue? value = find(entity);
            WriteValue(json, entity, value, now);
            if (entity.Aspect == Aspect.Number && value is { Offset: not 0 } && Fits(entity, value))
                WriteOwn(json, entity, value);
            if (entity.Aspect == Aspect.Warning)
                json.WriteString($"{entity.Key}_reason", value?.Measurement.Text is { Length: > 0 } reason && !value.IsStale(now) ? reason : null);
            if (entity.Meanings is not null)
                json.WriteString($"{entity.Key}_meaning", value is null ? null : entity.Meanings.GetValueOrDefault(TextOf(entity, value.Measurement)));
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter json, Entity entity, MeterValue? value, DateTimeOffset now)
    {
        if (value is null || value.IsStale(now) || !Fits(entity, value))
        {
            json.WriteNullValue();
            return;
        }
        Measurement measurement = value.Measurement;
        switch (entity.Aspect)
        {
            case Aspect.Number: json.WriteNumberValue(value.Live?.At(now)?.Number ?? (measurement.Number + value.Offset)); break;
            case Aspect.MeterReading: json.WriteNumberValue(measurement.Number); break;
            case Aspect.Warning: json.WriteBooleanValue(measurement.Text is { Length: > 0 }); break;
            case Aspect.Text: json.WriteStringValue(TextOf(entity, measurement)); break;
            case Aspect.Time: WriteTime(json, measurement.Time); break;
            default: WriteTime(json, measurement.TakenAt!.Value); break;
        }
    }

    private static void WriteOwn(Utf8JsonWriter json, Entity entity, MeterValue value)
    {
        json.WriteNumber($"{entity.Key}_own", value.Measurement.Number);
        json.WriteNumber($"{entity.Key}_offset", value.Offset);
    }

    /// <summary>False for a value that came in another form or unit than the entity was made for.</summary>
    private static bool Fits(Entity entity, MeterValue value) => value.IsPublishable && entity.Aspect switch
    {
        Aspect.Number or Aspect.MeterReading => value.Measurement.Kind == ValueKind.Number && value.Measurement.Unit == entity.Unit,
        Aspect.Warning => value.Measurement.Kind == ValueKind.Text,
        Aspect.Text => value.Measurement.Kind is ValueKind.Text or ValueKind.Number,
        Aspect.Time => value.Measurement.Kind == ValueKind.Time,
        _ => value.Measurement.TakenAt is not null,
    };

    /// <summary>Home Assistant takes no stamp without an offset.</summary>
    private static void WriteTime(Utf8JsonWriter json, MeterTime time)
    {
        if (time.OffsetMinutes is null)
            json.WriteNullValue();
        else
            json.WriteStringValue(time.ToString());
    }

    private static string TextOf(Entity entity, in Measurement measurement)
    {
        string text = measurement.Kind == ValueKind.Number
            ? measurement.Number.ToString(CultureInfo.InvariantCulture)
            : ShownText.Bounded(measurement.Text ?? "");
        // Meters pad a state as they like: 0002 and 2 are the same tariff.
        return entity.Quantity?.Kind == QuantityKind.State && text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit)
            ? long.Parse(text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }
}
