using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.Lines;

/// <summary>Finds the addresses of a device by its name.</summary>
internal static class HostName
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The system's resolver holds a thread until it knows: of many names that nobody knows, a few are asked for at a time.</summary>
    private static readonly SemaphoreSlim Turn = new(4);

    /// <summary>The system's resolver first; it knows the user's own names, and asks the local network where it is set up to.</summary>
    /// <exception cref="SocketException">Nobody knows the name.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
            return [address];
        try
        {
            return await AskSystemAsync(host, cancellation);
        }
        catch (SocketException) when (MulticastDns.Owns(host))
        {
            IPAddress? found = await MulticastDns.FindAsync(host, MulticastDns.Group, Patience, cancellation);
            if (found is null)
                throw;
            return [found];
        }
    }

    private static async Task<IPAddress[]> AskSystemAsync(string host, CancellationToken cancellation)
    {
        await Turn.WaitAsync(cancellation);
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellation);
        }
        finally
        {
            Turn.Release();
        }
    }
}
