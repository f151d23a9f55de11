using System.Net;
using System.Net.Sockets;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Soak;

/// <summary>A simulated meter on a TCP port that sends one telegram a second to its one reader, and knows when it sent the last one.</summary>
internal sealed class StampedMeter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IEnumerator<SimulatedTelegram> _telegrams;
    private readonly TimeSpan _phase;
    private readonly Task _running;
    private long _sentAt, _sent;

    /// <param name="meter">What sends; its telegrams are a second apart.</param>
    /// <param name="seed">Tells two meters of one kind apart.</param>
    /// <param name="phase">How long after the others it begins, so that not all send at once.</param>
    public StampedMeter(SimulatedMeter meter, int seed, TimeSpan phase)
    {
        _telegrams = meter.Telegrams(seed, TimeProvider.System.GetUtcNow()).GetEnumerator();
        _phase = phase;
        _listener.Start();
        _running = ServeAsync();
    }

    public string Url => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>When the last telegram was written, on the monotonic clock.</summary>
    public long SentAt => Interlocked.Read(ref _sentAt);

    /// <summary>Telegrams so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _telegrams.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient reader = await _listener.AcceptTcpClientAsync(_stop.Token);
                reader.NoDelay = true;
                await Task.Delay(_phase, _stop.Token);
                await SendAsync(reader.GetStream());
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task SendAsync(NetworkStream reader)
    {
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        try
        {
            while (await second.WaitForNextTickAsync(_stop.Token) && _telegrams.MoveNext())
            {
                byte[] telegram = _telegrams.Current.Bytes;
                Interlocked.Exchange(ref _sentAt, TimeProvider.System.GetTimestamp());
                await reader.WriteAsync(telegram, _stop.Token);
                Interlocked.Increment(ref _sent);
            }
        }
        catch (IOException)
        {
            // The reader went away; another may come.
        }
    }
}
