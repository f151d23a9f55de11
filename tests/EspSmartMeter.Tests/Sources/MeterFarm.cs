using System.Net;
using System.Net.Sockets;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sources;

/// <summary>Many simulated meters, each on a TCP port of a loopback address of its own: none sends an id, so that each is a meter by its address.</summary>
internal sealed class MeterFarm : IAsyncDisposable
{
    private static readonly string[] WithoutId = ["p1-sweden", "aidon-sweden"];

    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener[] _listeners;
    private readonly Task[] _meters;
    private readonly DateTimeOffset _begin;
    private long _sent;

    /// <param name="count">How many.</param>
    /// <param name="telegrams">That each sends to the first that listens, one a second.</param>
    public MeterFarm(int count, int telegrams)
    {
        _begin = DateTimeOffset.UtcNow;
        _listeners = [.. Enumerable.Range(0, count).Select(Listen)];
        _meters = [.. _listeners.Select((listener, number) => SendAsync(listener, number, telegrams))];
    }

    public IEnumerable<string> Addresses => _listeners.Select(listener => $"tcp://{listener.LocalEndpoint}");

    /// <summary>Telegrams so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>All have been sent.</summary>
    public bool IsDone => _meters.All(meter => meter.IsCompleted);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_meters).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        foreach (TcpListener listener in _listeners)
            listener.Dispose();
        _stop.Dispose();
    }

    private static TcpListener Listen(int number)
    {
        TcpListener listener = new(new IPAddress([127, 1, (byte)(number / 250), (byte)((number % 250) + 1)]), 0);
        listener.Start();
        return listener;
    }

    /// <summary>The connection is kept until the end: one that is closed is opened anew.</summary>
    private async Task SendAsync(TcpListener listener, int number, int telegrams)
    {
        Socket peer = await listener.AcceptSocketAsync(_stop.Token);
        _ = _stop.Token.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), peer);
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        await Task.Delay(number % 50 * 20, _stop.Token);
        foreach (SimulatedTelegram telegram in SimulatedMeters.Find(WithoutId[number % WithoutId.Length])!.Telegrams(number, _begin).Take(telegrams))
        {
            // In two parts, as a network cuts them.
            await peer.SendAsync(telegram.Bytes.AsMemory(0, telegram.Bytes.Length / 2), _stop.Token);
            await Task.Yield();
            await peer.SendAsync(telegram.Bytes.AsMemory(telegram.Bytes.Length / 2), _stop.Token);
            Interlocked.Increment(ref _sent);
            await second.WaitForNextTickAsync(_stop.Token);
        }
    }
}
