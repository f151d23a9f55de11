using System.Net.Sockets;
using System.Threading.Channels;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.Telegrams;

/// <summary>One that reads telegrams. It gets each whole, as it comes; one that does not keep up is let go, since what it would read is no longer so.</summary>
internal sealed class TelegramClient(Socket socket) : IDisposable
{
    /// <summary>Telegrams that wait for it, beside what the system's buffers hold.</summary>
    internal const int MostWaiting = 8;

    private readonly Channel<P1Telegram> _waiting = Channel.CreateBounded<P1Telegram>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _over = new();
    private volatile bool _isSlow;

    /// <summary>Returns at once.</summary>
    public void Put(P1Telegram telegram)
    {
        if (_isSlow || _waiting.Writer.TryWrite(telegram))
            return;
        _isSlow = true;
        // Not here: what it ends would come back into the list that is being told.
        _ = _over.CancelAsync();
    }

    /// <summary>Sends until it is gone, or too slow: then true.</summary>
    public async Task<bool> SendAsync(CancellationToken stopping)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _over.Token);
        Task gone = WatchAsync(either);
        try
        {
            await foreach (P1Telegram telegram in _waiting.Reader.ReadAllAsync(either.Token))
            {
                for (ReadOnlyMemory<byte> rest = telegram.Octets; !rest.IsEmpty;)
                    rest = rest[await socket.SendAsync(rest, SocketFlags.None, either.Token)..];
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            // It is gone, too slow, or the app stops.
        }
        await either.CancelAsync();
        await gone;
        return _isSlow;
    }

    public void Dispose()
    {
        socket.Dispose();
        _over.Dispose();
    }

    /// <summary>What it says means nothing; that it hangs up does.</summary>
    private async Task WatchAsync(CancellationTokenSource over)
    {
        byte[] ignored = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(ignored, SocketFlags.None, over.Token) > 0)
            {
                // Nothing to do.
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException)
        {
            // As if it had hung up.
        }
        await over.CancelAsync();
    }
}
