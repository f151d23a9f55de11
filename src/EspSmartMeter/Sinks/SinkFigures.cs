namespace EspSmartMeter.Sinks;

/// <summary>How a sink fares, since the start.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Dropped">Calls that its full queue dropped.</param>
internal sealed record SinkFigures(string Name, long Dropped);
