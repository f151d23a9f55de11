using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>Stands in for a serial-over-TCP gateway that cannot run here: relays what a meter sends, as the real one would.</summary>
internal sealed class Gateway : IDisposable
{
    private readonly TcpListener _listener;
    private readonly TcpClient _meter;
    private readonly List<TcpClient> _clients = [];

    /// <summary>What a client gets before the meter's first byte: Telnet's negotiation.</summary>
    public byte[] Greeting { get; init; } = [];

    /// <summary>The most bytes sent at once, as small buffers make it.</summary>
    public int Piece { get; init; } = 1024;

    /// <summary>So many may be connected; one more throws out the oldest.</summary>
    public int Clients { get; init; } = 10;

    /// <summary>True: each FF goes out twice, as in Telnet.</summary>
    public bool Doubled { get; init; }

    public Gateway(int meterPort, int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _meter = new TcpClient("127.0.0.1", meterPort);
    }

    public Gateway Open()
    {
        _ = AcceptAsync();
        _ = RelayAsync();
        return this;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
        lock (_clients)
        {
            foreach (TcpClient client in _clients)
                client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                client.NoDelay = true;
                await client.GetStream().WriteAsync(Greeting);
                lock (_clients)
                {
                    _clients.Add(client);
                    if (_clients.Count > Clients)
                    {
                        _clients[0].Dispose();
                        _clients.RemoveAt(0);
                    }
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
        {
        }
    }

    private async Task RelayAsync()
    {
        byte[] piece = new byte[Piece];
        try
        {
            int count;
            while ((count = await _meter.GetStream().ReadAsync(piece)) > 0)
                Send(Doubled ? WithEachFfTwice(piece.AsSpan(0, count)) : piece.AsSpan(0, count));
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
        }
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_clients)
        {
            foreach (TcpClient client in _clients.ToArray())
            {
                try
                {
                    client.GetStream().Write(bytes);
                }
                catch (Exception gone) when (gone is IOException or InvalidOperationException)
                {
                    _clients.Remove(client);
                }
            }
        }
    }

    private static byte[] WithEachFfTwice(ReadOnlySpan<byte> bytes)
    {
        List<byte> doubled = [];
        foreach (byte one in bytes)
            doubled.AddRange(one == 0xFF ? [one, one] : [one]);
        return [.. doubled];
    }
}
