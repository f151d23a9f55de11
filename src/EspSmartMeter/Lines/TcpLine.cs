using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>A TCP connection to an ESP or a serial-over-TCP gateway. Nothing is ever sent.</summary>
internal sealed class TcpLine : ILine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly string _peer;

    private TcpLine(Socket socket, string peer, string? foundAt = null)
    {
        _socket = socket;
        _peer = peer;
        FoundAt = foundAt;
    }

    public string? FoundAt { get; }

    /// <summary>A connection that a device has made.</summary>
    public static TcpLine Of(Socket socket, string peer)
    {
        KeepAlive(socket);
        return new TcpLine(socket, peer);
    }

    /// <summary>Resolves the name anew each time: an ESP may come back under another address.</summary>
    public static async Task<TcpLine> ConnectAsync(string host, int port, TimeProvider time, CancellationToken cancellation)
    {
        string peer = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        using CancellationTokenSource waiting = new(Patience, time);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, waiting.Token);
        try
        {
            Socket socket = await ConnectedAsync(host, port, patience.Token);
            return new TcpLine(socket, peer, IPAddress.TryParse(host, out _) ? null : (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString());
        }
        catch (SocketException unknown) when (unknown.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            throw new LineException(Sentence.Of("tcp.unknown_name", host, port));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            throw new LineException(Sentence.Of("tcp.refused", peer, port));
        }
        catch (SocketException unreachable)
        {
            throw new LineException(Sentence.Of("tcp.unreachable", peer, unreachable.Message.TrimEnd('.')));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LineException(Sentence.Of("tcp.no_answer", peer, (int)Patience.TotalSeconds));
        }
    }

    private static async Task<Socket> ConnectedAsync(string host, int port, CancellationToken cancellation)
    {
        IPAddress[] addresses = await HostName.ResolveAsync(host, cancellation);
        SocketException? last = null;
        foreach (IPAddress address in addresses)
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
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

    /// <summary>
    /// A device that lost its power says no goodbye: it is missed within a minute. One that was out of reach has forgotten the connection, and says
    /// so at the first question after: so it is asked every two seconds.
    /// </summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 2);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 24);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            int count = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellation);
            return count > 0 ? new LineRead(count) : throw new LineException(Sentence.Of("tcp.closed", _peer));
        }
        catch (SocketException broken)
        {
            throw new LineException(Sentence.Of("tcp.broke", _peer, broken.Message.TrimEnd('.')));
        }
    }

    /// <summary>Its reader is told that it is closed.</summary>
    public void HangUp()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It was closed before.
        }
    }

    public void Dispose() => _socket.Dispose();
}
