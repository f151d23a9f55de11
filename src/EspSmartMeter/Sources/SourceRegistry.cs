using EspSmartMeter.Options;

namespace EspSmartMeter.Sources;

/// <summary>The sources that are read, in the user's order.</summary>
internal sealed class SourceRegistry(AppOptions options)
{
    public IReadOnlyList<Source> Sources { get; } = [.. options.Sources.Select(source => new Source(source))];
}
