using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks;

/// <summary>
/// Hands what happens to every sink's queue. It is there before the first source is read and until the last has ended, whatever the order that services were
/// registered in.
/// </summary>
internal sealed partial class SinkFanout(IEnumerable<ISink> sinks, MeterRegistry meters, Notices notices, TimeProvider time, ILogger<SinkFanout> log)
    : IHostedLifecycleService, IMeterObserver, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>For a last word to a broker, and what a disk needs; within the host's own patience.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(6);

    private readonly SinkQueue[] _queues = [.. sinks.Select(sink => new SinkQueue(sink, time, log))];
    private readonly RejectionFloods _floods = new();
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<Notice> _standing = [];

    /// <summary>It was logged where it was found.</summary>
    private IReadOnlyList<Notice> _stoodAtStart = [];
    private Task _seconds = Task.CompletedTask;
    private string? _fault;

    /// <summary>How each sink fares.</summary>
    public IReadOnlyList<SinkFigures> Figures => [.. _queues.Select(queue => queue.Figures)];

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _stoodAtStart = notices.At(time.GetUtcNow());
        meters.Subscribe(this);
        foreach (SinkQueue queue in _queues)
            queue.Start();
        _seconds = CountSecondsAsync();
        return Task.CompletedTask;
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _seconds;
        TellEnded(DateTimeOffset.MaxValue);
        await Task.WhenAll(_queues.Select(queue => queue.StopAsync(Goodbye)));
    }

    public void OnTelegram(Meter meter, MeterState state) => Tell(CallKind.Telegram, sink => sink.OnTelegramAsync(meter, state));

    public void OnRejected(Source source, Rejected rejected, DateTimeOffset at)
    {
        Rejection rejection = new(source.Address, source.Name, at, rejected);
        bool isFirst = _floods.IsFirst(rejection, out Repeats? ended);
        if (ended is not null)
            Tell(CallKind.Rejection, sink => sink.OnRepeatsAsync(ended));
        if (isFirst)
            Tell(CallKind.Rejection, sink => sink.OnRejectionAsync(rejection));
    }

    public void OnLink(Source source) => Tell(CallKind.News, sink => sink.OnLinkAsync(source));

    public void Dispose() => _stop.Dispose();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CountSecondsAsync()
    {
        // The rest of the host starts meanwhile.
        await Task.Yield();
        using PeriodicTimer timer = new(Second, time);
        try
        {
            do
                TryOnSecond();
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void TryOnSecond()
    {
        try
        {
            OnSecond();
        }
        catch (Exception fault)
        {
            // It may come again each second: told once.
            if (fault.Message != _fault)
                LogFault(fault);
            _fault = fault.Message;
        }
    }

    private void OnSecond()
    {
        DateTimeOffset now = time.GetUtcNow();
        TellEnded(now);
        IReadOnlyList<Notice> standing = notices.At(now);
        if (!standing.SequenceEqual(_standing))
            Tell(CallKind.News, sink => sink.OnNoticesAsync(standing));
        foreach (Notice notice in standing.Except(_standing).Except(_stoodAtStart).Where(notice => notice.Source is null))
            LogNotice(notice.Sentence);
        _standing = standing;
        foreach (SinkQueue queue in _queues)
            queue.Tick();
    }

    private void TellEnded(DateTimeOffset now)
    {
        foreach (Repeats ended in _floods.EndedAt(now))
            Tell(CallKind.Rejection, sink => sink.OnRepeatsAsync(ended));
    }

    private void Tell(CallKind kind, Func<ISink, ValueTask> call)
    {
        foreach (SinkQueue queue in _queues)
            queue.Put(kind, call);
    }

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private partial void LogNotice(Sentence sentence);

    [LoggerMessage(LogLevel.Error, "A fault of the app in what it has to say. Please report it.")]
    private partial void LogFault(Exception fault);
}
