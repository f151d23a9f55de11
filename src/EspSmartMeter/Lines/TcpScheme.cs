using System.Globalization;

namespace EspSmartMeter.Lines;

/// <summary><c>tcp://host:port</c>: an ESP, or any gateway that serves the bytes of a serial line over TCP, raw or by Telnet.</summary>
internal sealed class TcpScheme : IOneLineScheme
{
    /// <summary>The port that the ESP's firmware serves raw bytes on.</summary>
    private const int DefaultPort = 8088;

    /// <summary>The port of its pages.</summary>
    private const int DefaultWebPort = 80;

    /// <summary>Of a name in the DNS (RFC 1035, 3.1), without the octets that its labels' lengths take.</summary>
    private const int LongestHost = 253;

    public string Name => "tcp";

    /// <summary>As Home Assistant's serial library has it.</summary>
    public string? Alias => "socket";

    public string Form => "tcp://host:port";

    public void Check(Uri url)
    {
        if (url.Host.Length == 0)
            throw new FormatException("the address names no host (tcp://host:port)");
        if (url.Host.Length > LongestHost || url.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            throw new FormatException("its host is no name that a host can have (letters, digits, dots and dashes) and no address");
        if (url.AbsolutePath.Length > 1)
            throw new FormatException("an address of the form tcp://host:port has no path behind it");
        if (url.Query.Length > 0 && WebPortIn(url) is null)
            throw new FormatException("what stands behind the ? means nothing here; ?web=8080 tells the port of the device's pages where that is not 80");
    }

    public Uri? PagesOf(Uri url) => new UriBuilder("http", url.Host, WebPortIn(url) ?? DefaultWebPort).Uri;

    public async ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation)
    {
        Uri url = opening.Url;
        TcpLine connection = await TcpLine.ConnectAsync(Name, url.Host.Trim('[', ']'), url.Port > 0 ? url.Port : DefaultPort, opening.Time, cancellation);
        return new TelnetLine(connection, opening.Time);
    }

    private static int? WebPortIn(Uri url) =>
        url.Query.StartsWith("?web=", StringComparison.Ordinal)
        && int.TryParse(url.Query.AsSpan("?web=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
        && port is > 0 and < 65536 ? port : null;
}
