using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.History;

/// <summary>Keeps the history of each meter, in history.json: each hour and at the stop.</summary>
internal sealed class HistorySink(AppOptions options, MeterRegistry meters, MeterHistories histories, StoredFiles files, TimeProvider time, ILogger<HistorySink> log) : ISink
{
    public const string FileName = "history.json";

    private readonly TimedFile _file = new(Path.Combine(options.DataFolder, FileName), TimeSpan.FromHours(1), force: true, time, log);

    public string Name => FileName;

    public ValueTask StartAsync(Action<Action> turn)
    {
        if (files.Read(_file.Path, StoredHistoryJson.Default.StoredHistory, stored => stored.Fault(), (path, reason, kept) => Sentence.Of("stored.history_unread", path, reason, kept)) is StoredHistory lastRun)
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
        _file.SaveIfDue(Content);
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
        _file.Save(Content);
        return ValueTask.CompletedTask;
    }

    private byte[] Content() => JsonSerializer.SerializeToUtf8Bytes(histories.Stored(meters.KnownIds), StoredHistoryJson.Default.StoredHistory);
}
