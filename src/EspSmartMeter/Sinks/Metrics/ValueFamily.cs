namespace EspSmartMeter.Sinks.Metrics;

/// <summary>Values of one unit that behave alike.</summary>
/// <param name="Stem">What all of them are, as the catalogue's keys begin: <c>energy</c>.</param>
/// <param name="Unit">In the plural, Prometheus's base unit where it has one.</param>
/// <param name="IsCounter">It only rises.</param>
/// <param name="Help">For people.</param>
internal sealed record ValueFamily(string Stem, string Unit, bool IsCounter, string Help)
{
    public string Name { get; } = $"esp_smart_meter_{Stem}{(Unit.Length > 0 ? "_" : "")}{Unit}{(IsCounter ? "_total" : "")}";
}
