using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>A port of this computer that devices send to: <c>[address]:port</c>, without an address on every one.</summary>
internal static class ListeningPort
{
    /// <exception cref="FormatException">No such port.</exception>
    public static void Check(Uri url)
    {
        if (url.HostNameType is not (UriHostNameType.IPv4 or UriHostNameType.IPv6) || url.Port <= 0)
            throw new FormatException($"it needs a port to listen on, and before it an address of this computer or nothing ({url.Scheme}://:8110)");
        if (url.AbsolutePath.Length > 1 || url.Query.Length > 0)
            throw new FormatException($"an address of the form {url.Scheme}://:8110 has nothing behind it");
    }

    /// <summary>A socket that is bound there.</summary>
    /// <exception cref="LineException">It cannot be had now.</exception>
    public static Socket Open(Uri url, SocketType type, ProtocolType protocol)
    {
        IPAddress address = IPAddress.Parse(url.Host.Trim('[', ']'));
        if (address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            address = IPAddress.Any;
        Socket socket = new(address.AddressFamily, type, protocol);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, url.Port));
            return socket;
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw Lost(url, taken);
        }
    }

    public static LineException Lost(Uri url, SocketException fault) => new(Sentence.Of("listen.lost", url.Port, fault.Message.TrimEnd('.')));

    /// <summary>Who sends, by his address: his port is another each time.</summary>
    public static string NameOf(EndPoint? sender)
    {
        IPAddress address = ((IPEndPoint)sender!).Address;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
