using EspSmartMeter.Commands;

namespace EspSmartMeter.Options;

/// <summary>The address of a source: <c>tcp://host:port</c>, <c>serial:///dev/ttyUSB0?mode=2400-8E1</c>, <c>file:///dump.bin</c>.</summary>
internal static class SourceUrl
{
    /// <summary>The port that the ESP's firmware serves raw bytes on.</summary>
    public const int DefaultPort = 8088;

    /// <exception cref="UsageException">No such address.</exception>
    public static Uri Parse(string option, string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            string meant = text.StartsWith("/dev/", StringComparison.Ordinal) ? $"serial://{text}" : text.StartsWith('/') ? $"file://{text}" : $"tcp://{text}";
            throw new UsageException($"{option}: '{text}' has no scheme; is {meant} meant?");
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            throw new UsageException($"{option}: '{text}' is no address (tcp://host:port, serial:///dev/ttyUSB0?mode=2400-8E1, file:///dump.bin)");
        if (url.UserInfo.Length > 0)
            throw new UsageException($"{option}: a source has no user and no password");
        switch (url.Scheme)
        {
            case "tcp" when url.Host.Length == 0:
                throw new UsageException($"{option}: '{text}' names no host (tcp://host:port)");
            case "serial" or "file" when url.AbsolutePath.Length < 2 || url.Host.Length > 0:
                throw new UsageException($"{option}: '{text}' needs three slashes and a path ({url.Scheme}:///{(url.Scheme == "serial" ? "dev/ttyUSB0" : "dump.bin")})");
            case "serial":
                SerialMode.Parse(option, url);
                return url;
            case "tcp" or "file":
                return url;
            default:
                throw new UsageException($"{option}: {url.Scheme}:// is not read; tcp://, serial:// and file:// are");
        }
    }

    public static int PortOf(Uri url) => url.Port > 0 ? url.Port : DefaultPort;
}
