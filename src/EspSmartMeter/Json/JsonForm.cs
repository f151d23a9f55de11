using System.Text.Encodings.Web;
using System.Text.Json;

namespace EspSmartMeter.Json;

/// <summary>How JSON is written here: m³ stays m³, and depth and validity are the writer's business.</summary>
internal static class JsonForm
{
    public static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>UTC with milliseconds: <c>2026-11-22T07:12:07.123Z</c>.</summary>
    public static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A list of objects.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> writeMembers)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
