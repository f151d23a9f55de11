using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.Tests.Chain;

/// <summary>A link to a device's pages that breaks once, when so many bytes went to the device by one connection, and may be a slow one.</summary>
internal sealed class CutLink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _most;
    private readonly TimeSpan _pause;

    /// <param name="pages">Where the device is.</param>
    /// <param name="most">Bytes, until it breaks.</param>
    /// <param name="pause">After each KiB to the device.</param>
    public CutLink(Uri pages, int most, TimeSpan pause = default)
    {
        (_most, _pause) = (most, pause);
        // The one who sends shall not be far ahead.
        _listener.Server.ReceiveBufferSize = 4096;
        _listener.Start();
        _ = AcceptAsync(pages);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(Uri pages)
    {
        try
        {
            while (true)
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(), pages);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task ForwardAsync(TcpClient from, Uri pages)
    {
        using TcpClient near = from, far = new();
        try
        {
            await far.ConnectAsync(pages.Host, pages.Port);
            Task back = far.GetStream().CopyToAsync(near.GetStream());
            byte[] block = new byte[1024];
            int length, gone = 0;
            while ((length = await near.GetStream().ReadAsync(block)) > 0 && (gone += length) < _most)
            {
                await far.GetStream().WriteAsync(block.AsMemory(0, length));
                await Task.Delay(_pause);
            }
            if (length == 0)
                await back;
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
        }
    }
}
