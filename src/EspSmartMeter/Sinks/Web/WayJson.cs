using System.Text;
using System.Text.Json;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Web;

/// <summary>The JSON of a <see cref="WayThrough"/>.</summary>
internal static class WayJson
{
    /// <summary>Writes it, or null.</summary>
    public static void Write(Utf8JsonWriter json, WayThrough? way)
    {
        if (way is null)
        {
            json.WriteNull("way");
            return;
        }
        json.WriteStartObject("way");
        json.WriteString("here", NameOf(way.Here));
        json.WriteString("found_at", way.FoundAt);
        json.WriteString("newest", Convert.ToHexStringLower(way.Newest));
        json.WriteString("mode", way.Mode?.Name);
        json.WriteString("mode_by", way.Mode?.By);
        json.WriteString("device", way.DevicePages?.ToString());
        if (way.Encrypts is bool encrypts)
            json.WriteBoolean("encrypts", encrypts);
        else
            json.WriteNull("encrypts");
        json.WriteString("reason", way.Reason?.Name());
        json.WriteString("system_title", way.SystemTitle);
        json.WriteString("flag", way.SystemTitle is string title ? FlagIn(title) : null);
        json.WriteEndObject();
    }

    private static string NameOf(WayStep step) => step switch
    {
        WayStep.Found => "found",
        WayStep.Bytes => "bytes",
        WayStep.Line => "line",
        WayStep.Key => "key",
        _ => "values",
    };

    /// <summary>The maker's three letters, which a system title begins with; null where it does not.</summary>
    private static string? FlagIn(string systemTitle)
    {
        byte[] letters = Convert.FromHexString(systemTitle)[..3];
        return letters.All(letter => char.IsAsciiLetter((char)letter)) ? Encoding.ASCII.GetString(letters).ToUpperInvariant() : null;
    }
}
