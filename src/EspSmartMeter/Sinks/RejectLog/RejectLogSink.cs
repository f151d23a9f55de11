using System.Threading.Channels;
using EspSmartMeter.Json;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.RejectLog;

/// <summary>
/// Keeps what did not decode: in log.txt, and the newest in memory for the page. The first of a kind is written whole; more of the same within a minute are counted,
/// and their sum is written once a minute. Sources never wait for the disk.
/// </summary>
internal sealed partial class RejectLogSink(AppOptions options, TimeProvider time, ILogger<RejectLogSink> log) : BackgroundService
{
    private const int KeptForPage = 50;
    private const int MostWaiting = 256;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private sealed class Flood
    {
        public DateTimeOffset Begun;
        public long Counted;

        /// <summary>For a minute; a clock that was set back ends it too.</summary>
        public bool GoesOnAt(DateTimeOffset now) => now >= Begun && now - Begun < Minute;
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<(string, RejectionLayer, RejectionReason), Flood> _floods = [];
    private readonly Queue<RejectEntry> _newest = new();
    private readonly RejectFile _file = new(options.DataFolder);
    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private bool _writable = true;

    /// <summary>The file that is served as log.txt.</summary>
    public string File => _file.Path;

    /// <summary>The newest rejections, newest last.</summary>
    public IReadOnlyList<RejectEntry> Newest
    {
        get
        {
            lock (_gate)
                return [.. _newest];
        }
    }

    /// <summary>Notes a rejection. Returns at once.</summary>
    public void Note(Source source, Rejected rejected, DateTimeOffset at)
    {
        RejectEntry entry = new(source.Address, source.Name, at, rejected);
        lock (_gate)
        {
            if (_floods.TryGetValue(entry.Kind, out Flood? flood) && flood.GoesOnAt(at))
            {
                flood.Counted++;
                return;
            }
            if (flood is { Counted: > 0 })
                _waiting.Writer.TryWrite(Summary(entry.Kind, flood));
            _floods[entry.Kind] = new Flood { Begun = at };
            _newest.Enqueue(entry);
            if (_newest.Count > KeptForPage)
                _newest.Dequeue();
        }
        _waiting.Writer.TryWrite(entry.Text);
        LogRejected(entry.SourceName, rejected.Layer.Name(), rejected.Reason.Name(), rejected.Bytes.Length, rejected.Detail is string detail ? $": {detail}" : "");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task summing = SumUpEachMinute(stoppingToken);
        try
        {
            await foreach (string text in _waiting.Reader.ReadAllAsync(stoppingToken))
                Write(text);
        }
        catch (OperationCanceledException)
        {
            // Stopping: StopAsync writes what still waits.
        }
        await summing;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        SumUp(DateTimeOffset.MaxValue);
        while (_waiting.Reader.TryRead(out string? text))
            Write(text);
    }

    private async Task SumUpEachMinute(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(Minute, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                SumUp(time.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Ends the floods that are a minute old: their sums are written, and the next of the kind is a first again.</summary>
    internal void SumUp(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (((string, RejectionLayer, RejectionReason) kind, Flood flood) in _floods.Where(entry => !entry.Value.GoesOnAt(now)).ToArray())
            {
                _floods.Remove(kind);
                if (flood.Counted > 0)
                    _waiting.Writer.TryWrite(Summary(kind, flood));
            }
        }
    }

    private static string Summary((string Source, RejectionLayer Layer, RejectionReason Reason) kind, Flood flood) =>
        $"# {kind.Source}: {flood.Counted} more of {kind.Layer.Name()}/{kind.Reason.Name()} within a minute of {JsonForm.Utc(flood.Begun)}\n\n";

    private void Write(string text)
    {
        try
        {
            _file.Append(text);
            _writable = true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            if (_writable)
                LogUnwritable(_file.Path, failed.Message);
            _writable = false;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Source}: refused ({Layer}: {Reason}, {Length} bytes){Detail}")]
    private partial void LogRejected(string source, string layer, string reason, int length, string detail);

    [LoggerMessage(LogLevel.Warning, "{File} cannot be written: {Reason}")]
    private partial void LogUnwritable(string file, string reason);
}
