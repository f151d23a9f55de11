using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using SmartMeter.Decoding;

namespace EspSmartMeter.Sources;

/// <summary>The sources that are read, and their lines.</summary>
internal sealed class SourceRegistry(AppOptions options, IBrokerLocator? broker = null)
{
    /// <summary>Those that the user set, in that order.</summary>
    public IReadOnlyList<Source> Sources { get; } = [.. options.Sources.Select(source => new Source(source, broker))];

    /// <summary>What a line is decoded by.</summary>
    public DecoderOptions DecoderOptionsOf(Source line) => new()
    {
        Keys = line.Keys,
        TimeZone = options.TimeZone,
        Lists = options.Lists,
        List = line.List,
        Live = line.Scheme.IsLive,
        FrameCounters = line.FrameCounters,
    };

    /// <summary>How many lines there are: a source is one, a carrier's are as many as came so far.</summary>
    public int LineCount => Sources.Sum(source => source.Lines.Count);
}
