using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Line;

/// <summary>
/// Serves a simulated meter over TCP as the ESP does on port 8088: the line's raw bytes, at the line's pace, to each client. What clients send is
/// read and discarded. A client that does not keep up is disconnected.
/// </summary>
public sealed class SimulatedMeterServer : IAsyncDisposable
{
    private const int ChunksWaitingAtMost = 256;

    private readonly TcpListener _listener;
    private readonly ConcurrentDictionary<Guid, Channel<ReadOnlyMemory<byte>>> _clients = new();
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _firstClient = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;

    private SimulatedMeterServer(SimulatedMeter meter, IPEndPoint endPoint, int seed, HomeBehind? behind, TimeProvider time, bool atOnce, DateTimeOffset? switchedOn, CancellationToken token)
    {
        _time = time;
        _listener = new TcpListener(endPoint);
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (atOnce)
            _firstClient.SetResult();
        Completion = Task.WhenAll(AcceptAsync(_stop.Token), SendAsync(meter, seed, behind, switchedOn, _stop.Token));
    }

    /// <summary>Where it listens: with port 0 asked for, the port that was free.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Ends when the server is stopped.</summary>
    public Task Completion { get; }

    /// <summary>Starts to listen and to send. Throws <see cref="SocketException"/> when the address or port cannot be had.</summary>
    public static SimulatedMeterServer Start(
        SimulatedMeter meter, IPEndPoint endPoint, int seed, TimeProvider time, CancellationToken token = default) =>
        new(meter, endPoint, seed, behind: null, time, atOnce: true, switchedOn: null, token);

    /// <summary>As <see cref="Start"/>, for a meter that is switched on when its first client comes, which so sees the registers at once.</summary>
    /// <param name="meter">What sends.</param>
    /// <param name="behind">The home behind it; null: its usual one.</param>
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="seed">Tells two meters of one kind apart.</param>
    /// <param name="time">What it is switched on by.</param>
    /// <param name="token">Ends it.</param>
    public static SimulatedMeterServer StartForFirstClient(
        SimulatedMeter meter, HomeBehind? behind, IPEndPoint endPoint, int seed, TimeProvider time, CancellationToken token = default) =>
        new(meter, endPoint, seed, behind, time, atOnce: false, switchedOn: null, token);

    /// <summary>As <see cref="Start"/>, for a meter that has counted since <paramref name="switchedOn"/>.</summary>
    public static SimulatedMeterServer Resume(
        SimulatedMeter meter, IPEndPoint endPoint, int seed, TimeProvider time, DateTimeOffset switchedOn, CancellationToken token = default) =>
        new(meter, endPoint, seed, behind: null, time, atOnce: true, switchedOn, token);

    /// <summary>Serves until <paramref name="token"/> is cancelled, which is not an error.</summary>
    public static async Task RunAsync(SimulatedMeter meter, IPEndPoint endPoint, int seed, TimeProvider time, CancellationToken token)
    {
        await using SimulatedMeterServer server = Start(meter, endPoint, seed, time, token);
        await server.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Completion;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync(SimulatedMeter meter, int seed, HomeBehind? behind, DateTimeOffset? switchedOn, CancellationToken token)
    {
        try
        {
            await _firstClient.Task.WaitAsync(token);
            DateTimeOffset now = _time.GetUtcNow();
            long from = now.ToUnixTimeSeconds();
            foreach (SimulatedTelegram telegram in meter.Telegrams(seed, switchedOn ?? now, behind).SkipWhile(telegram => telegram.At.ToUnixTimeSeconds() < from))
            {
                await UntilAsync(telegram.At, token);
                foreach (TimedChunk chunk in LinePace.Chunks(telegram, meter.Line, seed))
                {
                    await UntilAsync(chunk.At, token);
                    foreach (Channel<ReadOnlyMemory<byte>> client in _clients.Values)
                    {
                        // A full queue: the client does not read. Its channel ends, and with it the connection.
                        if (!client.Writer.TryWrite(chunk.Bytes))
                            client.Writer.TryComplete();
                    }
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
    }

    private async Task UntilAsync(DateTimeOffset due, CancellationToken token)
    {
        TimeSpan wait = due - _time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, token);
    }

    private async Task AcceptAsync(CancellationToken token)
    {
        List<Task> served = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(token);
                served.RemoveAll(task => task.IsCompleted);
                served.Add(ServeAsync(client, token));
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
        _listener.Stop();
        await Task.WhenAll(served);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken token)
    {
        Guid id = Guid.NewGuid();
        Channel<ReadOnlyMemory<byte>> queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(ChunksWaitingAtMost);
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(token);
        using (client)
        {
            Task discarding = Task.CompletedTask;
            _clients[id] = queue;
            _firstClient.TrySetResult();
            try
            {
                client.NoDelay = true;
                NetworkStream stream = client.GetStream();
                discarding = DiscardAsync(stream, gone.Token);
                await foreach (ReadOnlyMemory<byte> bytes in queue.Reader.ReadAllAsync(gone.Token))
                    await stream.WriteAsync(bytes, gone.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or InvalidOperationException)
            {
                // The last: a client that was gone again before it was served.
            }
            _clients.TryRemove(id, out _);
            await gone.CancelAsync();
            await discarding;
        }
    }

    // Reads what a client sends, so that it never blocks. A client that has said its last word may go on listening.
    private static async Task DiscardAsync(NetworkStream stream, CancellationToken gone)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, gone) > 0)
            {
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
        }
    }
}
