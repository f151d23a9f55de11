using System.Globalization;

namespace EspSmartMeter.Lines;

/// <summary>The address of a line: <c>tcp://host:port</c> (<c>?web=8080</c> where the device's pages are not on port 80), <c>serial:///dev/ttyUSB0?mode=2400-8E1</c>, <c>file:///dump.bin</c>.</summary>
internal static class LineUrl
{
    /// <summary>The port that the ESP's firmware serves raw bytes on.</summary>
    public const int DefaultPort = 8088;

    /// <summary>Of a name in the DNS (RFC 1035, 3.1), without the octets that its labels' lengths take.</summary>
    private const int LongestHost = 253;

    /// <summary>The port of its pages.</summary>
    private const int DefaultWebPort = 80;

    /// <exception cref="FormatException">No such address; the message says what is wrong with it.</exception>
    public static Uri Parse(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            string meant = text.StartsWith("/dev/", StringComparison.Ordinal) ? $"serial://{text}" : text.StartsWith('/') ? $"file://{text}" : $"tcp://{text}";
            throw new FormatException($"'{text}' has no scheme; is {meant} meant?");
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            throw new FormatException($"'{text}' is no address (tcp://host:port, serial:///dev/ttyUSB0?mode=2400-8E1, file:///dump.bin)");
        if (url.UserInfo.Length > 0)
            throw new FormatException($"a source has no user and no password");
        switch (url.Scheme)
        {
            case "tcp" when url.Host.Length == 0:
                throw new FormatException($"'{text}' names no host (tcp://host:port)");
            case "tcp" when url.Host.Length > LongestHost || url.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6):
                throw new FormatException($"'{url.Host}' is no name that a host can have (letters, digits, dots and dashes) and no address");
            case "tcp" when url.Query.Length > 0 && WebPortIn(url) is null:
                throw new FormatException($"'{url.Query}' means nothing here; ?web=8080 tells the port of the device's pages where that is not 80");
            case "serial" or "file" when url.AbsolutePath.Length < 2 || url.Host.Length > 0:
                throw new FormatException($"'{text}' needs three slashes and a path ({url.Scheme}:///{(url.Scheme == "serial" ? "dev/ttyUSB0" : "dump.bin")})");
            case "serial":
                SerialMode.Of(url);
                return url;
            case "tcp" or "file":
                return url;
            default:
                throw new FormatException($"{url.Scheme}:// is not read; tcp://, serial:// and file:// are");
        }
    }

    /// <summary>The port of the device's pages beside its raw bytes.</summary>
    public static int WebPortOf(Uri url) => WebPortIn(url) ?? DefaultWebPort;

    private static int? WebPortIn(Uri url) =>
        url.Query.StartsWith("?web=", StringComparison.Ordinal)
        && int.TryParse(url.Query.AsSpan("?web=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
        && port is > 0 and < 65536 ? port : null;

    public static int PortOf(Uri url) => url.Port > 0 ? url.Port : DefaultPort;
}
