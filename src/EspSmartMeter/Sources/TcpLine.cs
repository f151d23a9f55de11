using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.Sources;

/// <summary>A TCP connection to an ESP or a serial-over-TCP gateway. Nothing is ever sent.</summary>
internal sealed class TcpLine : ILine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly string _peer;

    private TcpLine(Socket socket, string peer)
    {
        _socket = socket;
        _peer = peer;
    }

    /// <summary>Resolves the name anew each time: an ESP may come back under another address.</summary>
    public static TcpLine Connect(string host, int port, CancellationToken cancellation)
    {
        string peer = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return new TcpLine(Connected(host, port, patience.Token), peer);
        }
        catch (SocketException unknown) when (unknown.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            throw new LineException($"The name {host} is not known in this network: is the device on, and in the same network? Its address (tcp://192.168.x.y:{port}) works too.");
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            throw new LineException($"{peer} refuses the connection: the device is there, but nothing serves port {port}; check the port, and that no other program holds the only connection.");
        }
        catch (SocketException unreachable)
        {
            throw new LineException($"{peer} cannot be reached ({unreachable.Message.TrimEnd('.')}): check the address and the network.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LineException($"{peer} does not answer within {Patience.TotalSeconds:0} s: is the device on, and is the address right?");
        }
    }

    private static Socket Connected(string host, int port, CancellationToken cancellation)
    {
        IPAddress[] addresses = HostName.ResolveAsync(host, cancellation).GetAwaiter().GetResult();
        SocketException? last = null;
        foreach (IPAddress address in addresses)
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.ConnectAsync(new IPEndPoint(address, port), cancellation).AsTask().GetAwaiter().GetResult();
                KeepAlive(socket);
                return socket;
            }
            catch (SocketException failed)
            {
                socket.Dispose();
                last = failed;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>A device that lost its power says no goodbye: it is missed within a minute.</summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    public int Read(Span<byte> buffer, TimeSpan patience)
    {
        try
        {
            if (!_socket.Poll(patience, SelectMode.SelectRead))
                return 0;
            int count = _socket.Receive(buffer);
            return count > 0 ? count : throw new LineException($"{_peer} closed the connection.");
        }
        catch (SocketException broken)
        {
            throw new LineException($"The connection to {_peer} broke ({broken.Message.TrimEnd('.')}).");
        }
        catch (ObjectDisposedException)
        {
            throw new LineException($"The connection to {_peer} was closed here.");
        }
    }

    public void Abort()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It broke by itself, and the reader has seen that.
        }
    }

    public void Dispose() => _socket.Dispose();
}
