using System.Globalization;
using System.Net;

namespace EspSmartMeter.Options;

/// <summary>Where something is served: <c>8100</c> on every address of this computer, <c>127.0.0.2:80</c> or <c>[::1]:80</c> on that one.</summary>
/// <param name="Address">Null: all of them.</param>
/// <param name="Port">0: any that is free.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <exception cref="UsageException">No such place.</exception>
    public static ListenAddress Parse(string option, string text)
    {
        int colon = text.LastIndexOf(':');
        IPAddress? address = null;
        return (colon < 0 || IPAddress.TryParse(text[..colon].Trim('[', ']'), out address))
            && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? new ListenAddress(address, port)
            : throw new UsageException($"{option} must be a port from 0 to 65535, or an IP address, a colon and a port (127.0.0.2:80)");
    }

    public override string ToString() => Address is null ? $"{Port}" : $"{new IPEndPoint(Address, Port)}";
}
