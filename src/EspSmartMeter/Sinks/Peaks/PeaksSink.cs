using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;

namespace EspSmartMeter.Sinks.Peaks;

/// <summary>Keeps the peaks of each meter, in peaks.json.</summary>
internal sealed class PeaksSink(AppOptions options, MeterRegistry meters, PeakBook book, StoredFiles files, TimeProvider time, ILogger<PeaksSink> log)
    : HourlyFileSink<StoredPeakBook>(FileName, StoredPeaksJson.Default.StoredPeakBook, options, meters, files, time, log)
{
    public const string FileName = "peaks.json";

    protected override string? Fault(StoredPeakBook stored) => stored.Fault();

    protected override Sentence Unread(string path, string reason, string kept) => Sentence.Of("stored.peaks_unread", path, reason, kept);

    protected override void Restore(StoredPeakBook lastRun) => book.Restore(lastRun);

    protected override void Gather(string meter, MeterState state) => book.Take(meter, state);

    protected override void Pass(DateTimeOffset now) => book.Pass(now);

    protected override StoredPeakBook Stored(IReadOnlySet<string> known) => book.Stored(known);
}
