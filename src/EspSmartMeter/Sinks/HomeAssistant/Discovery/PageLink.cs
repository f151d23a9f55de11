using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EspSmartMeter.Options;
using EspSmartMeter.Supervisor;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>
/// Where "Visit" on a device's page in Home Assistant leads: to this app's own page. Under the Supervisor that is a page of Home Assistant itself, elsewhere an address in
/// the local network.
/// </summary>
internal sealed class PageLink(AppOptions options, OwnApp app)
{
    /// <summary>Null: the page cannot be reached from another machine, or nobody told how.</summary>
    public string? Url { get; private set; }

    /// <summary>To be asked for once, before devices are announced.</summary>
    public async Task FindAsync()
    {
        await app.FindAsync();
        Url = app.IsSupervised ? app.Page : LocalUrl();
    }

    private string? LocalUrl() =>
        options.HttpPort == 0 || options.Bind is not IPAddress bound || IPAddress.IsLoopback(bound) ? null
        : !IPAddress.Any.Equals(bound) && !IPAddress.IPv6Any.Equals(bound) ? UrlOf(bound)
        // A container's own address is known inside its host alone.
        : File.Exists("/.dockerenv") || OwnAddress() is not IPAddress own ? null
        : UrlOf(own);

    private string UrlOf(IPAddress address) => $"http://{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address)}:{options.HttpPort}/";

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback } && card.GetIPProperties().GatewayAddresses.Count > 0)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}
