using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using EspSmartMeter.Timing;

namespace EspSmartMeter.Sources;

/// <summary>
/// Reads one source for ever, on a thread of its own: opens its line, hands on what comes, and opens it again when it breaks,
/// after 1 to 60 seconds.
/// </summary>
internal sealed partial class SourceLoop
{
    /// <summary>Silence that ends a burst.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Longer than any meter that sends by itself is silent, but for those that send by the hour.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    /// <summary>A gateway may lose its own line and keep ours: a new connection heals that.</summary>
    private static readonly TimeSpan TooQuiet = TimeSpan.FromMinutes(10);

    /// <summary>A link that held so long was sound: its break is no reason to wait.</summary>
    private static readonly TimeSpan Sound = TimeSpan.FromSeconds(30);

    private static readonly Sentence Connected = Sentence.Of("link.connected");

    private readonly Source _status;
    private readonly IByteReceiver _receiver;
    private readonly Func<CancellationToken, ILine> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), Random.Shared.NextDouble);
    private readonly byte[] _buffer = new byte[4096];

    public SourceLoop(Source status, IByteReceiver receiver, TimeProvider time, ILogger log, Func<CancellationToken, ILine>? open = null)
    {
        _status = status;
        _receiver = receiver;
        _time = time;
        _log = log;
        _open = open ?? (cancellation => LineSchemes.Open(status.Url, status.Line.Mode, cancellation));
    }

    /// <summary>Begins to read. The task ends when the source is a file and read, or when cancelled.</summary>
    public Task Start(CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Run(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken cancellation)
    {
        LinkIs(LinkState.Connecting, Now, Sentence.Of("link.connecting"));
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                ReadOnce(cancellation);
                continue;
            }
            catch (EndOfStreamException)
            {
                LinkIs(LinkState.Ended, Now, Sentence.Of("link.ended"));
                return;
            }
            catch (LineException broken)
            {
                if (!cancellation.IsCancellationRequested)
                    LinkIs(LinkState.Lost, Now, broken.Sentence);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            Task.Delay(_backoff.Next(), _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }

    /// <summary>Returns where the line is to be opened anew at once, in another mode, or not at all any more.</summary>
    private void ReadOnce(CancellationToken cancellation)
    {
        SerialMode mode = _status.Line.Mode;
        using ILine line = _open(cancellation);
        using CancellationTokenRegistration abort = cancellation.Register(line.Abort);
        DateTimeOffset opened = Now;
        LinkIs(LinkState.Connected, opened, Connected);
        try
        {
            Read(line, mode, opened, cancellation);
        }
        finally
        {
            DateTimeOffset ended = Now;
            if (ended - opened > Sound)
                _backoff.Reset();
            _receiver.End(ended);
        }
    }

    private void Read(ILine line, SerialMode mode, DateTimeOffset opened, CancellationToken cancellation)
    {
        DateTimeOffset last = opened;
        TimeSpan patience = Pause;
        while (!cancellation.IsCancellationRequested && _status.Line.Mode == mode)
        {
            int count = line.Read(_buffer, patience);
            DateTimeOffset now = Now;
            if (count > 0)
            {
                last = now;
                patience = Pause;
                _status.Statistics.Received(count, now);
                LinkIs(LinkState.Connected, now, Connected);
                _receiver.Feed(_buffer.AsSpan(0, count), now);
                continue;
            }
            patience = Second;
            _receiver.Idle(now);
            if (now - last > TooQuiet)
                throw new LineException(Sentence.Of("link.quiet", (int)TooQuiet.TotalMinutes));
            if (now - last > Quiet)
                LinkIs(LinkState.Silent, now, SilentSentence(now - last));
        }
    }

    private void LinkIs(LinkState link, DateTimeOffset at, Sentence sentence)
    {
        if (!_status.Statistics.LinkIs(link, at, sentence))
            return;
        LogLink(_log, link is LinkState.Lost or LinkState.Silent ? LogLevel.Warning : LogLevel.Information, _status.Name, sentence);
        _receiver.Link();
    }

    private static Sentence SilentSentence(TimeSpan silence) =>
        silence.TotalMinutes < 2 ? Sentence.Of("link.silent_minute") : Sentence.Of("link.silent_minutes", (int)silence.TotalMinutes);

    private DateTimeOffset Now => _time.GetUtcNow();

    [LoggerMessage("{Source}: {Sentence}")]
    private static partial void LogLink(ILogger log, LogLevel level, string source, Sentence sentence);
}
