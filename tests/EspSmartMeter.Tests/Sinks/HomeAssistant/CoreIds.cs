using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>The entity ids that Home Assistant makes of a discovery message: the device's name and the entity's, as a slug.</summary>
internal static partial class CoreIds
{
    public static IEnumerable<string> Of(JsonElement config) => config.GetProperty("cmps").EnumerateObject()
        .Where(component => component.Value.TryGetProperty("uniq_id", out _))
        .Select(component => Of(config, component.Value));

    public static string Of(JsonElement config, JsonElement component) =>
        $"{component.GetProperty("p").GetString()}.{Slug($"{config.GetProperty("dev").GetProperty("name").GetString()} {component.GetProperty("name").GetString()}")}";

    private static string Slug(string name)
    {
        string plain = new([.. name.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)]);
        return Other().Replace(plain.ToLowerInvariant().Replace("ß", "ss").Replace("æ", "ae").Replace("ø", "o").Replace("'", "").Replace("’", ""), "_").Trim('_');
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
