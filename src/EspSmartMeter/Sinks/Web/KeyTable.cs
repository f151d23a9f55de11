using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EspSmartMeter.Sinks.Web;

/// <summary>A row of keys.tsv: which meters of a country encrypt, and what their grid operator gives to read them.</summary>
/// <param name="Country">Two letters (ISO 3166-1).</param>
/// <param name="Operators">Grid operators; empty: all, or not known which.</param>
/// <param name="Meters">Their meters.</param>
/// <param name="Flags">What these meters' system titles begin with.</param>
/// <param name="Keys">How many the operator gives; 0: these meters do not encrypt.</param>
/// <param name="Names">What the keys are called there; empty: not known.</param>
internal sealed record KeyRow(string Country, string Operators, string Meters, IReadOnlyList<string> Flags, int Keys, string Names);

/// <summary>keys.tsv: who gives the key, by country and grid operator.</summary>
internal static class KeyTable
{
    private const string Table = "Page.keys.tsv";

    public static IReadOnlyList<KeyRow> Rows { get; } = [.. Lines().Skip(1).Select(RowOf)];

    /// <summary>keys.js: the table as a script that way.js imports.</summary>
    public static byte[] Script()
    {
        ArrayBufferWriter<byte> rows = new(4096);
        using (Utf8JsonWriter json = new(rows, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (KeyRow row in Rows)
                Write(json, row);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetBytes($"export const keyTable = {Encoding.UTF8.GetString(rows.WrittenSpan)};\n");
    }

    private static void Write(Utf8JsonWriter json, KeyRow row)
    {
        json.WriteStartObject();
        json.WriteString("country", row.Country);
        json.WriteString("operators", row.Operators);
        json.WriteString("meters", row.Meters);
        json.WriteStartArray("flags");
        foreach (string flag in row.Flags)
            json.WriteStringValue(flag);
        json.WriteEndArray();
        json.WriteNumber("keys", row.Keys);
        json.WriteString("names", row.Names);
        json.WriteEndObject();
    }

    private static KeyRow RowOf(string line)
    {
        string[] cells = line.Split('\t');
        return new KeyRow(cells[0], cells[1], cells[2], cells[3].Split(' ', StringSplitOptions.RemoveEmptyEntries), int.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture), cells[5]);
    }

    private static IEnumerable<string> Lines()
    {
        using Stream stream = typeof(KeyTable).Assembly.GetManifestResourceStream(Table)
            ?? throw new InvalidOperationException($"{Table} is not in the program.");
        using StreamReader lines = new(stream);
        while (lines.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }
}
