using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;

namespace EspSmartMeter.Sinks.Peaks;

/// <summary>Keeps the peaks of each meter, in peaks.json: each hour and at the stop.</summary>
internal sealed class PeaksSink(AppOptions options, MeterRegistry meters, PeakBook book, StoredFiles files, TimeProvider time, ILogger<PeaksSink> log) : ISink
{
    public const string FileName = "peaks.json";

    private readonly TimedFile _file = new(Path.Combine(options.DataFolder, FileName), TimeSpan.FromHours(1), force: true, time, log);

    public string Name => FileName;

    public ValueTask StartAsync(Action<Action> turn)
    {
        if (files.Read(_file.Path, StoredPeaksJson.Default.StoredPeakBook, stored => stored.Fault(), (path, reason, kept) => Sentence.Of("stored.peaks_unread", path, reason, kept)) is StoredPeakBook lastRun)
            book.Restore(lastRun);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTelegramAsync(Meter meter, MeterState state)
    {
        book.Take(meter.Id, state);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTickAsync(DateTimeOffset now)
    {
        book.Pass(now);
        _file.SaveIfDue(Content);
        return ValueTask.CompletedTask;
    }

    public ValueTask CatchUpAsync(DroppedCalls dropped)
    {
        foreach (Meter meter in meters.Meters)
            book.Take(meter.Id, meter.State);
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync()
    {
        _file.Save(Content);
        return ValueTask.CompletedTask;
    }

    private byte[] Content() => JsonSerializer.SerializeToUtf8Bytes(book.Stored(meters.KnownIds), StoredPeaksJson.Default.StoredPeakBook);
}
