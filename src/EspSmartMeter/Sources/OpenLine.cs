using System.Runtime.ExceptionServices;
using EspSmartMeter.Languages;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Sources;

/// <summary>
/// Reads a line that is open until it is gone: hands on what comes, and tells of silence. A read waits for as long as nothing comes; meanwhile a timer
/// of the line's own calls, so that neither costs a thread, nor an object each time.
/// </summary>
internal sealed class OpenLine : IAsyncDisposable
{
    /// <summary>Silence that ends a burst.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Longer than any meter that sends by itself is silent, but for those that send by the hour.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    /// <summary>A gateway may lose its own line and keep ours: a new connection heals that.</summary>
    private static readonly TimeSpan TooQuiet = TimeSpan.FromMinutes(10);

    private static readonly Sentence Connected = Sentence.Of("link.connected");

    private readonly Source _source;
    private readonly SourceLink _link;
    private readonly IByteReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly SerialMode _mode;
    private readonly byte[] _buffer = new byte[4096];
    private readonly CancellationTokenSource _over;
    private readonly ITimer _clock;

    /// <summary>One call of the receiver at a time: of the reader's, or of the timer's.</summary>
    private readonly Lock _gate = new();

    private DateTimeOffset _last;
    private Exception? _reason;

    /// <param name="source">Whose line it is.</param>
    /// <param name="mode">The mode that it was opened in: another one that is asked for ends the reading.</param>
    /// <param name="link">Told of its silence.</param>
    /// <param name="receiver">Takes what comes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public OpenLine(Source source, SerialMode mode, SourceLink link, IByteReceiver receiver, TimeProvider time, CancellationToken cancellation)
    {
        (_source, _mode, _link, _receiver, _time) = (source, mode, link, receiver, time);
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _last = Now;
        _link.Is(LinkState.Connected, _last, Connected);
        _clock = time.CreateTimer(static line => ((OpenLine)line!).Tick(), this, Pause, Second);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Returns where the line is to be opened anew at once, in another mode.</summary>
    /// <exception cref="LineException">It is gone.</exception>
    /// <exception cref="EndOfStreamException">A file is at its end.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended from outside.</exception>
    public async Task ReadAsync(ILine line)
    {
        try
        {
            while (_source.Line.Mode == _mode)
                Take(await line.ReadAsync(_buffer, _over.Token));
        }
        catch (OperationCanceledException) when (_reason is not null)
        {
            ExceptionDispatchInfo.Throw(_reason);
        }
        catch (OperationCanceledException) when (_source.Line.Mode != _mode)
        {
            // To be opened anew.
        }
    }

    /// <summary>Ends the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        await _clock.DisposeAsync();
        _over.Dispose();
        _receiver.End(Now);
    }

    private void Take(LineRead read)
    {
        lock (_gate)
        {
            _last = Now;
            _source.Statistics.Received(read.Count, _last);
            _link.Is(LinkState.Connected, _last, Connected);
            _receiver.Feed(_buffer.AsSpan(0, read.Count), _last);
            if (read.EndsBurst)
                _receiver.EndBurst(_last);
            _clock.Change(Pause, Second);
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            try
            {
                if (_reason is null)
                    Wait(Now);
            }
            catch (Exception over)
            {
                _reason = over;
            }
        }
        if (_reason is not null || _source.Line.Mode != _mode)
            _over.Cancel();
    }

    private void Wait(DateTimeOffset now)
    {
        _receiver.Idle(now);
        TimeSpan silence = now - _last;
        if (silence > TooQuiet)
            throw new LineException(_source.IsCarried ? Sentence.Of("link.quiet_carried", (int)TooQuiet.TotalMinutes) : Sentence.Of("link.quiet", (int)TooQuiet.TotalMinutes));
        if (silence > Quiet)
            _link.Is(LinkState.Silent, now, SilentSentence(silence));
    }

    private static Sentence SilentSentence(TimeSpan silence) =>
        silence.TotalMinutes < 2 ? Sentence.Of("link.silent_minute") : Sentence.Of("link.silent_minutes", (int)silence.TotalMinutes);
}
