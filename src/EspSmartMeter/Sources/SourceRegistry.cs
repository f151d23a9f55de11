using EspSmartMeter.Options;

namespace EspSmartMeter.Sources;

/// <summary>The sources that are read, and their lines.</summary>
internal sealed class SourceRegistry(AppOptions options)
{
    /// <summary>Those that the user set, in that order.</summary>
    public IReadOnlyList<Source> Sources { get; } = [.. options.Sources.Select(source => new Source(source))];

    /// <summary>How many lines there are: a source is one, a carrier's are as many as came so far.</summary>
    public int LineCount => Sources.Sum(source => source.Lines.Count);
}
