using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Sinks.Web;

/// <summary>texts.js: what the page says, in the language of the options, as a script that page.js imports.</summary>
internal static class PageTexts
{
    public const string Table = "Page.texts.tsv";

    public static byte[] Script(string language)
    {
        ArrayBufferWriter<byte> texts = new(8192);
        using (Utf8JsonWriter json = new(texts, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach ((string key, string text) in LanguageColumn.Read(Table, language))
                json.WriteString(key, text);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetBytes($"export const language = '{language}';\nexport const texts = {Encoding.UTF8.GetString(texts.WrittenSpan)};\n");
    }
}
