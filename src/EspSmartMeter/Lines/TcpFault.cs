using System.Net.Sockets;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>The sentences for a device that cannot be reached over TCP.</summary>
internal static class TcpFault
{
    /// <summary>How long a device may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A host and a port, as people write them.</summary>
    public static string Peer(string host, int port) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";

    /// <param name="fault">Of the attempt to connect.</param>
    /// <param name="scheme">Of the address, for an example of another.</param>
    /// <param name="host">A name, or an address without brackets.</param>
    /// <param name="port">On the host.</param>
    public static LineException Of(SocketException fault, string scheme, string host, int port)
    {
        string peer = Peer(host, port), example = $"{scheme}://192.168.x.y:{port}";
        return new LineException(fault.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => Sentence.Of("tcp.unknown_name", host, example),
            SocketError.ConnectionRefused => Sentence.Of("tcp.refused", peer, port),
            _ => Sentence.Of("tcp.unreachable", peer, fault.Message.TrimEnd('.')),
        });
    }

    public static LineException NoAnswer(string peer) => new(Sentence.Of("tcp.no_answer", peer, (int)Patience.TotalSeconds));

    public static LineException Broke(string peer, Exception fault) => new(Sentence.Of("tcp.broke", peer, fault.Message.TrimEnd('.')));
}
