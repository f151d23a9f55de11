using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using EspSmartMeter.Timing;

namespace EspSmartMeter.Sources;

/// <summary>
/// Reads one source for ever: opens its line, or what carries its lines, and opens it again when it breaks, after 1 second and up to what its scheme allows. A fault of the program
/// costs such a pause, not the source's life.
/// </summary>
internal sealed partial class SourceLoop
{
    /// <summary>What held so long was sound: its break is no reason to wait.</summary>
    private static readonly TimeSpan Sound = TimeSpan.FromSeconds(30);

    private readonly Source _source;
    private readonly SourceLink _link;
    private readonly ISourceReading _reading;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>A line that a carrier brings comes by itself: nothing is to be spared by a pause before it is waited for.</summary>
    private readonly bool _isCarried;
    private readonly Backoff _pauses;

    /// <summary>Reads a source by its scheme.</summary>
    public SourceLoop(Source source, IByteReceivers receivers, TimeProvider time, ILogger log)
    {
        (_source, _time, _log) = (source, time, log);
        _pauses = Pauses(source);
        _link = new SourceLink(source, receivers, log);
        _reading = source.Scheme is IManyLinesScheme carrier && source.IsCarrier
            ? new CarrierReading(source, carrier, receivers, _link, time, log)
            : new LineReading(source, ((IOneLineScheme)source.Scheme).OpenAsync, receivers, _link, time);
    }

    /// <summary>Reads a line that a carrier brings.</summary>
    public SourceLoop(Source source, Func<CancellationToken, ValueTask<ILine>> next, IByteReceivers receivers, TimeProvider time, ILogger log)
    {
        (_source, _time, _log, _isCarried) = (source, time, log, true);
        _pauses = Pauses(source);
        _link = new SourceLink(source, receivers, log);
        _reading = new LineReading(source, (_, cancellation) => next(cancellation), receivers, _link, time);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Ends when the source is a file and read, or when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _link.Is(LinkState.Connecting, Now, Sentence.Of("link.connecting"));
        bool goesOn = true;
        while (goesOn && !cancellation.IsCancellationRequested)
            goesOn = await ReadAsync(cancellation);
        await _reading.EndAsync();
    }

    private static Backoff Pauses(Source source) => new(TimeSpan.FromSeconds(1), source.Scheme.LongestPause, Random.Shared.NextDouble);

    /// <summary>Reads from an opening to the next, with the pause between. False where the source is at its end.</summary>
    private async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        DateTimeOffset begun = Now;
        try
        {
            await _reading.ReadAsync(cancellation);
            return true;
        }
        catch (EndOfStreamException)
        {
            _link.Is(LinkState.Ended, Now, Sentence.Of("link.ended"));
            return false;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // Stopping: what broke by that is no news.
            return true;
        }
        catch (LineException broken)
        {
            _link.Is(LinkState.Lost, Now, broken.Sentence);
            if (_isCarried)
                return true;
        }
        catch (Exception fault)
        {
            LogFault(_source.Name, fault.GetType().Name, fault.Message);
            _link.Is(LinkState.Lost, Now, Sentence.Of("link.fault", $"{fault.GetType().Name}: {fault.Message}"));
        }
        if (Now - begun > Sound)
            _pauses.Reset();
        await Task.Delay(_pauses.Next(), _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "{Source}: a fault of the app ({Kind}: {Message}); it starts reading anew. Please report it.")]
    private partial void LogFault(string source, string kind, string message);
}
