using System.Threading.Channels;

namespace EspSmartMeter.Sinks;

/// <summary>
/// One sink's queue and task. Whoever has a call for it puts it there and goes on: when the queue is full, the oldest call goes, is counted, and the sink is told to
/// catch up.
/// </summary>
internal sealed partial class SinkQueue(ISink sink, TimeProvider time, ILogger log)
{
    /// <summary>More than sources send while a sink looks away for a moment.</summary>
    internal const int MostWaiting = 512;

    /// <summary>Faults that are told apart; a sink that finds more kinds of them is told of no further.</summary>
    private const int MostFaults = 16;

    private readonly record struct Call(CallKind Kind, Func<ISink, ValueTask> Make);

    private readonly Lock _gate = new();
    private readonly Queue<Call> _waiting = new();
    private readonly HashSet<string> _faults = [];

    /// <summary>Says that there is something to do; one word is enough.</summary>
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private DroppedCalls _dropped;
    private long _droppedSinceStart;
    private bool _tickIsDue, _toldOfDropping;
    private Task _running = Task.CompletedTask;

    public SinkFigures Figures
    {
        get
        {
            lock (_gate)
                return new SinkFigures(sink.Name, _droppedSinceStart);
        }
    }

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Returns at once.</summary>
    public void Put(CallKind kind, Func<ISink, ValueTask> call)
    {
        lock (_gate)
        {
            if (_waiting.Count == MostWaiting)
            {
                _dropped = _dropped.With(_waiting.Dequeue().Kind);
                _droppedSinceStart++;
            }
            _waiting.Enqueue(new Call(kind, call));
        }
        _bell.Writer.TryWrite(true);
    }

    /// <summary>A second has passed. Where the sink has not got to the last one yet, they are one.</summary>
    public void Tick()
    {
        lock (_gate)
            _tickIsDue = true;
        _bell.Writer.TryWrite(true);
    }

    /// <summary>Has the sink make the calls that wait, and its last. One that does not come to an end in time is left.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _bell.Writer.TryComplete();
        await Task.WhenAny(_running, Task.Delay(patience, time));
        if (!_running.IsCompleted)
            LogLeft(log, sink.Name, (int)patience.TotalSeconds);
    }

    private async Task RunAsync()
    {
        await TryAsync(of => of.StartAsync(turn => Put(CallKind.Turn, _ => Done(turn))));
        while (await _bell.Reader.WaitToReadAsync())
        {
            while (_bell.Reader.TryRead(out _))
            {
                // All that waits is looked at below.
            }
            await MakeCallsAsync();
        }
        await MakeCallsAsync();
        await TryAsync(of => of.StopAsync());
    }

    private async Task MakeCallsAsync()
    {
        while (Take() is Func<ISink, ValueTask> next)
            await TryAsync(next);
    }

    /// <summary>The next call: catching up goes before the rest, and time is not held up by many telegrams.</summary>
    private Func<ISink, ValueTask>? Take()
    {
        lock (_gate)
        {
            if (_dropped.Count > 0)
            {
                DroppedCalls dropped = _dropped;
                _dropped = default;
                return of => CatchUpAsync(of, dropped);
            }
            if (_tickIsDue)
            {
                _tickIsDue = false;
                return of => of.OnTickAsync(time.GetUtcNow());
            }
            return _waiting.TryDequeue(out Call call) ? call.Make : null;
        }
    }

    private ValueTask CatchUpAsync(ISink of, DroppedCalls dropped)
    {
        if (!_toldOfDropping)
            LogDropped(log, sink.Name, dropped.Count);
        _toldOfDropping = true;
        return of.CatchUpAsync(dropped);
    }

    private async ValueTask TryAsync(Func<ISink, ValueTask> call)
    {
        try
        {
            await call(sink);
        }
        catch (Exception fault)
        {
            // It may come again each second: each kind is told once.
            if (_faults.Count < MostFaults && _faults.Add($"{fault.GetType().Name}: {fault.Message}"))
                LogFault(log, sink.Name, fault);
        }
    }

    private static ValueTask Done(Action turn)
    {
        turn();
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(LogLevel.Error, "A fault of the app in what it does for {Sink}. Please report it.")]
    private static partial void LogFault(ILogger log, string sink, Exception fault);

    [LoggerMessage(LogLevel.Warning, "{Sink} is slower than what comes: {Count} of the oldest news were dropped for it, and it goes on with the newest.")]
    private static partial void LogDropped(ILogger log, string sink, long count);

    [LoggerMessage(LogLevel.Warning, "{Sink} did not come to an end within {Seconds} s, and is left.")]
    private static partial void LogLeft(ILogger log, string sink, int seconds);
}
