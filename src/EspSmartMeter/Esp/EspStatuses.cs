using System.Collections.Concurrent;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Esp;

/// <summary>The newest figures of each source that is an ESP with our firmware. Written by the one that asks, read by the bridge.</summary>
internal sealed class EspStatuses
{
    private readonly ConcurrentDictionary<Source, EspFigures> _figures = new();

    /// <summary>Null for a source that never answered.</summary>
    public EspFigures? Of(Source source) => _figures.GetValueOrDefault(source);

    public void Note(Source source, EspFigures figures)
    {
        _figures[source] = figures;
        source.IdentifiedAs(figures.ChipId);
    }
}
