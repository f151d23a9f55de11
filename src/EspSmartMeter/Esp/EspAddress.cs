using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Esp;

/// <summary>Where a device's pages are, by its address: a device answers to that under any name that the user's network has for it.</summary>
internal static class EspAddress
{
    /// <summary>Our firmware speaks IPv4.</summary>
    /// <exception cref="SocketException">Nothing has that name.</exception>
    public static async Task<Uri> ResolveAsync(Uri root, CancellationToken cancellation)
    {
        IPAddress[] addresses = await HostName.ResolveAsync(root.Host.Trim('[', ']'), cancellation);
        IPAddress address = addresses.FirstOrDefault(found => found.AddressFamily == AddressFamily.InterNetwork)
            ?? addresses.FirstOrDefault()
            ?? throw new SocketException((int)SocketError.HostNotFound);
        return new UriBuilder(root) { Host = address.ToString() }.Uri;
    }
}
