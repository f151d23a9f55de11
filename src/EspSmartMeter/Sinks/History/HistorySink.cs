using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.History;

/// <summary>Keeps the history of each meter, in history.json.</summary>
internal sealed class HistorySink(AppOptions options, MeterRegistry meters, MeterHistories histories, StoredFiles files, TimeProvider time, ILogger<HistorySink> log)
    : HourlyFileSink<StoredHistory>(FileName, StoredHistoryJson.Default.StoredHistory, options, meters, files, time, log)
{
    public const string FileName = "history.json";

    protected override string? Fault(StoredHistory stored) => stored.Fault();

    protected override Sentence Unread(string path, string reason, string kept) => Sentence.Of("stored.history_unread", path, reason, kept);

    protected override void Restore(StoredHistory lastRun) => histories.Restore(lastRun);

    protected override void Gather(string meter, MeterState state) => histories.Take(meter, state);

    protected override StoredHistory Stored(IReadOnlySet<string> known) => histories.Stored(known);
}
