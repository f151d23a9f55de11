using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks;

/// <summary>
/// All that the program has to say: faults of the options, files that could not be read, meters that there is no room for, and what keeps each source from bringing
/// readings.
/// </summary>
internal sealed class Notices(AppOptions options, StoredFiles files, MeterRegistry meters, IReadOnlyList<Source> sources)
{
    /// <summary>What is about the app as a whole.</summary>
    public IEnumerable<Sentence> OfTheApp => [.. options.Faults.Select(Sentence.Plain), .. files.Unread, .. meters.Faults, .. meters.Meters.SelectMany(StepsOf), .. meters.Meters.SelectMany(meter => ScaleNotices.Of(meter, NameOf(meter)))];

    /// <summary>The registers of a meter that wait for its owner.</summary>
    private static IEnumerable<Sentence> StepsOf(Meter meter) =>
        meter.State.Waiting.Select(waiting => Sentence.Of("meters.step", NameOf(meter), waiting.Code, waiting.Published, waiting.Own, meter.FuseAmperes));

    /// <summary>The registers of a meter that went on after a step by themselves.</summary>
    public static IEnumerable<Sentence> NewsOf(Meter meter) =>
        meter.State.Continued.Select(register => Sentence.Of("meters.continued", NameOf(meter), register.Code, register.Step.Published, register.Step.Own));

    private static string NameOf(Meter meter) => meter.State.SerialNumber is string serial ? MeterId.Readable(serial) : meter.Source.Name;

    /// <summary>All of it at this time, in the order it is shown.</summary>
    public IReadOnlyList<Notice> At(DateTimeOffset now) =>
    [
        .. OfTheApp.Select(sentence => new Notice(null, sentence)),
        .. meters.Meters.SelectMany(NewsOf).Select(sentence => new Notice(null, sentence, IsNews: true)),
        .. sources.Select(source => (source.Name, Diagnosis.Of(source, now))).Where(source => source.Item2 is not null).Select(source => new Notice(source.Name, source.Item2!)),
    ];
}
