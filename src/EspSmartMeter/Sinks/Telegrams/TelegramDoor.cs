using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.Telegrams;

/// <summary>A TCP port on which a source's P1 telegrams are sent again to each that connects, as a serial line's bytes: checked, and deciphered.</summary>
internal sealed partial class TelegramDoor(Source source, ListenAddress place, AllowedNetworks allowed, TimeProvider time, ILogger<TelegramDoor> log)
{
    /// <summary>At once; further ones are let go.</summary>
    internal const int MostClients = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<TelegramClient> _clients = [];
    private readonly TaskCompletionSource<IPEndPoint> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it is reached, once it is open.</summary>
    public Task<IPEndPoint> Opened => _opened.Task;

    public async Task RunAsync(CancellationToken stopping)
    {
        source.Telegrams.Came += Tell;
        while (!stopping.IsCancellationRequested)
        {
            using Socket? listener = TryListen();
            if (listener is null)
                await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else
                await AcceptAsync(listener, stopping);
        }
    }

    private Socket? TryListen()
    {
        Socket listener = place.Address is IPAddress address ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : Socket.OSSupportsIPv6 ? new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(place.Address ?? (listener.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any), place.Port));
            listener.Listen();
            LogOpened(source.Name, place);
            _opened.TrySetResult((IPEndPoint)listener.LocalEndPoint!);
            return listener;
        }
        catch (SocketException taken)
        {
            listener.Dispose();
            LogTaken(source.Name, place, taken.Message.TrimEnd('.'));
            return null;
        }
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stopping)
    {
        try
        {
            while (true)
                Take(await listener.AcceptAsync(stopping), stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (SocketException broken)
        {
            LogTaken(source.Name, place, broken.Message.TrimEnd('.'));
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(Socket socket, CancellationToken stopping)
    {
        TelegramClient? client = null;
        lock (_gate)
        {
            if (allowed.Contains((socket.RemoteEndPoint as IPEndPoint)?.Address) && _clients.Count < MostClients)
                _clients.Add(client = new TelegramClient(socket));
        }
        if (client is null)
            socket.Dispose();
        else
            _ = ServeAsync(client, stopping);
    }

    private async Task ServeAsync(TelegramClient client, CancellationToken stopping)
    {
        bool wasSlow = await client.SendAsync(stopping);
        lock (_gate)
            _clients.Remove(client);
        client.Dispose();
        if (wasSlow)
            LogSlow(source.Name);
    }

    private void Tell(P1Telegram telegram)
    {
        lock (_gate)
        {
            foreach (TelegramClient client in _clients)
                client.Put(telegram);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Source}: its telegrams are served on port {Place}")]
    private partial void LogOpened(string source, ListenAddress place);

    [LoggerMessage(LogLevel.Error, "{Source}: its telegrams cannot be served on port {Place} ({Reason}); it is tried again")]
    private partial void LogTaken(string source, ListenAddress place, string reason);

    [LoggerMessage(LogLevel.Warning, "{Source}: a program that reads its telegrams was too slow, and was let go")]
    private partial void LogSlow(string source);
}
