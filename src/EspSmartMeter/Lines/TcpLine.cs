using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>A TCP connection to an ESP or a serial-over-TCP gateway.</summary>
internal sealed class TcpLine : ILine
{
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
    /// <param name="scheme">Of the address that is opened, for what is said where that fails.</param>
    /// <param name="host">A name, or an address without brackets.</param>
    /// <param name="port">On the host.</param>
    /// <param name="time">The clock that patience is measured by.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<TcpLine> ConnectAsync(string scheme, string host, int port, TimeProvider time, CancellationToken cancellation)
    {
        string peer = TcpFault.Peer(host, port);
        using CancellationTokenSource waiting = new(TcpFault.Patience, time);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, waiting.Token);
        try
        {
            Socket socket = await ConnectedAsync(host, port, patience.Token);
            return new TcpLine(socket, peer, IPAddress.TryParse(host, out _) ? null : (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString());
        }
        catch (SocketException failed)
        {
            throw TcpFault.Of(failed, scheme, host, port);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw TcpFault.NoAnswer(peer);
        }
    }

    /// <summary>A socket that is connected, by whichever of the host's addresses answers.</summary>
    /// <exception cref="SocketException">None does.</exception>
    public static async Task<Socket> ConnectedAsync(string host, int port, CancellationToken cancellation)
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
            throw TcpFault.Broke(_peer, broken);
        }
    }

    /// <summary>A few octets for the device itself.</summary>
    /// <exception cref="LineException">The line is gone.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellation)..];
        }
        catch (SocketException broken)
        {
            throw TcpFault.Broke(_peer, broken);
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
