using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.History;

/// <summary>Keeps the history of each meter, in history.json: each hour and at the stop.</summary>
internal sealed partial class HistorySink(AppOptions options, MeterRegistry meters, MeterHistories histories, StoredFiles files, TimeProvider time, ILogger<HistorySink> log) : ISink
{
    public const string FileName = "history.json";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly string _path = Path.Combine(options.DataFolder, FileName);
    private long _saved = time.GetTimestamp();
    private byte[] _written = [];

    public string Name => FileName;

    public ValueTask StartAsync(Action<Action> turn)
    {
        if (files.Read(_path, StoredHistoryJson.Default.StoredHistory, stored => stored.Fault(), (path, reason, kept) => Sentence.Of("stored.history_unread", path, reason, kept)) is StoredHistory lastRun)
            histories.Restore(lastRun);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTelegramAsync(Meter meter, MeterState state)
    {
        histories.Take(meter.Id, state);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTickAsync(DateTimeOffset now)
    {
        if (time.GetElapsedTime(_saved) >= Interval)
            Save();
        return ValueTask.CompletedTask;
    }

    public ValueTask CatchUpAsync(DroppedCalls dropped)
    {
        foreach (Meter meter in meters.Meters)
            histories.Take(meter.Id, meter.State);
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync()
    {
        Save();
        return ValueTask.CompletedTask;
    }

    private void Save()
    {
        _saved = time.GetTimestamp();
        try
        {
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(histories.Stored(meters.KnownIds), StoredHistoryJson.Default.StoredHistory);
            if (content.AsSpan().SequenceEqual(_written))
                return;
            AtomicFile.Write(_path, content, force: true);
            _written = content;
        }
        catch (Exception failed)
        {
            // A full disk, or a fault of ours, costs the file and not the readings.
            LogUnwritten(_path, FileFault.Reason(failed, _path));
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}")]
    private partial void LogUnwritten(string path, string reason);
}
