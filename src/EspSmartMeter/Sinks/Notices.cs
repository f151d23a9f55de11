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
    public IEnumerable<Sentence> OfTheApp => [.. options.Faults.Select(Sentence.Plain), .. files.Unread, .. meters.Faults, .. meters.Meters.SelectMany(StepsOf)];

    /// <summary>The registers of a meter that wait for its owner.</summary>
    private static IEnumerable<Sentence> StepsOf(Meter meter)
    {
        MeterState state = meter.State;
        string name = state.SerialNumber is string serial ? MeterId.Readable(serial) : meter.Source.Name;
        return state.Waiting.Select(waiting => Sentence.Of("meters.step", name, waiting.Code, waiting.Published, waiting.Own, meter.FuseAmperes));
    }

    /// <summary>All of it at this time, in the order it is shown.</summary>
    public IReadOnlyList<Notice> At(DateTimeOffset now) =>
    [
        .. OfTheApp.Select(sentence => new Notice(null, sentence)),
        .. sources.Select(source => (source.Name, Diagnosis.Of(source, now))).Where(source => source.Item2 is not null).Select(source => new Notice(source.Name, source.Item2!)),
    ];
}
