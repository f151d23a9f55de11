using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.Options;

/// <summary>The networks that may come in where something is served to other programs. None by default: then nobody may, this computer neither.</summary>
internal sealed class AllowedNetworks(IReadOnlyList<IPNetwork> networks)
{
    public static readonly AllowedNetworks None = new([]);

    public bool IsEmpty => networks.Count == 0;

    /// <summary>A network as <c>192.168.1.0/24</c>, or one address.</summary>
    /// <exception cref="UsageException">Neither.</exception>
    public static IPNetwork Parse(string option, string text)
    {
        string[] parts = text.Split('/');
        // The system takes 10.1 for 10.0.0.1, which nobody means.
        bool isWhole = parts[0].Count(character => character == '.') == 3 || parts[0].Contains(':', StringComparison.Ordinal);
        if (parts.Length > 2 || !isWhole || !IPAddress.TryParse(parts[0].Trim('[', ']'), out IPAddress? address))
            throw Wrong(option);
        address = Plain(address);
        int most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        int length = most;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > most))
            throw Wrong(option);
        return new IPNetwork(Masked(address, length), length);
    }

    public bool Contains(IPAddress? peer)
    {
        if (peer is null)
            return false;
        IPAddress plain = Plain(peer);
        return networks.Any(network => network.Contains(plain));
    }

    private static UsageException Wrong(string option) => new($"{option} must be a network like 192.168.1.0/24, or an IP address");

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPAddress Masked(IPAddress address, int length)
    {
        byte[] octets = address.GetAddressBytes();
        for (int bit = length; bit < octets.Length * 8; bit++)
            octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(octets);
    }
}
