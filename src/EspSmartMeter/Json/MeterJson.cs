using System.Text.Json;
using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Json;

/// <summary>The JSON of a meter: a reading that is merged from the lists it sends in turn.</summary>
internal static class MeterJson
{
    public static void Write(Utf8JsonWriter json, Meter meter, DateTimeOffset now)
    {
        MeterState state = meter.State;
        json.WriteStartObject();
        ReadingJson.WriteMeter(json, meter.Id, state.Manufacturer, state.Model, meter.Source.Address);
        if (state.Received is DateTimeOffset received)
            json.WriteString("received", JsonForm.Utc(received));
        if (state.Timestamp is MeterTime timestamp)
            json.WriteString("timestamp", timestamp.ToString());
        if (state.Telegram is TelegramInfo telegram)
            ReadingJson.WriteTelegram(json, telegram);
        json.WriteStartObject("values");
        foreach (IGrouping<ObisCode, MeterValue> code in state.Values.GroupBy(value => value.Code))
            WriteCode(json, code, state, now);
        json.WriteEndObject();
        WriteLive(json, state, now);
        json.WriteEndObject();
    }

    /// <summary>What Home Assistant is shown of registers that are carried forward, or not passed yet; <c>values</c> has what the meter reads.</summary>
    private static void WriteLive(Utf8JsonWriter json, MeterState state, DateTimeOffset now)
    {
        List<(MeterValue Value, decimal Number)> live = [];
        foreach (MeterValue value in state.Values)
        {
            if (value.Live is { MayDiffer: true } register && register.At(now) is { Number: decimal number })
                live.Add((value, number));
        }
        if (live.Count == 0)
            return;
        json.WriteStartObject("live");
        foreach ((MeterValue value, decimal number) in live)
        {
            json.WriteStartObject(value.Code.ToString());
            json.WriteNumber("value", number);
            json.WriteString("unit", value.Measurement.Unit.Symbol());
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    // One code has several values where two submeters have sat on one channel in turn: the one listed last comes first.
    private static void WriteCode(Utf8JsonWriter json, IGrouping<ObisCode, MeterValue> code, MeterState state, DateTimeOffset now)
    {
        MeterValue[] values = [.. code.OrderByDescending(value => value.Received)];
        json.WriteStartObject(code.Key.ToString());
        WriteValue(json, values[0], values[0].Measurement, state, now);
        if (values.Length > 1 || values[0].Also.Count > 0)
        {
            json.WriteStartArray("also");
            foreach (MeterValue value in values)
            {
                foreach (Measurement measurement in value == values[0] ? value.Also : [value.Measurement, .. value.Also])
                {
                    json.WriteStartObject();
                    WriteValue(json, value, measurement, state, now);
                    json.WriteEndObject();
                }
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, MeterValue value, in Measurement measurement, MeterState state, DateTimeOffset now)
    {
        ReadingJson.WriteValue(json, value.IsStale(now) ? Measurement.OfNull(value.Code) with { Unit = measurement.Unit } : measurement, value.SubmeterKind);
        if (value.Received != state.Received)
            json.WriteString("received", JsonForm.Utc(value.Received));
        if (value.Factor is decimal factor)
            json.WriteNumber("factor", factor);
    }
}
