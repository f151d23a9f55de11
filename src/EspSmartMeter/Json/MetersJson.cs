using System.Text.Json;
using EspSmartMeter.Meters;

namespace EspSmartMeter.Json;

/// <summary>data.json: <c>{"meters": {"&lt;id&gt;": reading, …}}</c>.</summary>
internal static class MetersJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<Meter> meters, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteStartObject("meters");
        foreach (Meter meter in meters)
        {
            json.WritePropertyName(meter.Id);
            MeterJson.Write(json, meter, now);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
