using EspSmartMeter.EspHome;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>What an address <c>esphome://host:port/?port_name=Meter&amp;key=BASE64&amp;mode=2400-8E1</c> says.</summary>
/// <param name="Host">The device's.</param>
/// <param name="Port">Of its native API.</param>
/// <param name="PortName">Which of its serial ports; null: the only one.</param>
/// <param name="Key">Of its encryption; null: none there.</param>
/// <param name="Mode">How the port is set; null: the app finds it.</param>
internal sealed record EspHomeAddress(string Host, int Port, string? PortName, byte[]? Key, SerialMode? Mode)
{
    private const int DefaultPort = 6053;

    /// <summary>Stands for the key where an address is shown.</summary>
    public const string HiddenKey = "key=…";

    /// <exception cref="FormatException">It is none; the message says why, and repeats nothing of it.</exception>
    public static EspHomeAddress Parse(Uri url)
    {
        if (url.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            throw new FormatException("the address names no device (esphome://host:port/?port_name=NAME)");
        if (url.AbsolutePath.Length > 1)
            throw new FormatException("an address of the form esphome://host:port/?port_name=NAME has no path behind its /");
        Dictionary<string, string> fields = Fields(url);
        if (fields.TryGetValue("port_name", out string? name) && TypedValue.MayHoldSecret(name))
            throw new FormatException("port_name looks like a key or a password, and would be shown; the key stands behind key=");
        // Read as a form, a + is a blank.
        string? key = fields.GetValueOrDefault("key")?.Replace(' ', '+');
        return new EspHomeAddress(
            url.Host.Trim('[', ']'), url.Port > 0 ? url.Port : DefaultPort, name,
            key is null ? null : ApiKey.TryParse(key) ?? throw new FormatException($"key must be {ApiKey.Form}"),
            fields.TryGetValue("mode", out string? mode) ? SerialMode.TryParse(mode) ?? throw new FormatException($"mode must be one like {SerialMode.Example}") : null);
    }

    /// <summary>The address without its key.</summary>
    public static string Shown(Uri url)
    {
        int query = url.OriginalString.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? url.OriginalString : $"{url.OriginalString[..query]}?{string.Join('&', url.OriginalString[(query + 1)..].Split('&').Select(field => IsKey(field) ? HiddenKey : field))}";
    }

    /// <summary>Never the key: records print their members otherwise.</summary>
    public override string ToString() => $"esphome://{Host}:{Port}";

    private static bool IsKey(string field) => Uri.UnescapeDataString(field).StartsWith("key=", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Fields(Uri url)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (string field in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = Uri.UnescapeDataString(field).Split('=', 2);
            if (parts is not ["port_name" or "key" or "mode", { Length: > 0 }] || !fields.TryAdd(parts[0], parts[1]))
                throw new FormatException("behind the ? stand port_name=NAME, key=BASE64 and mode=2400-8E1, each once at most, with & between them");
        }
        return fields;
    }
}
