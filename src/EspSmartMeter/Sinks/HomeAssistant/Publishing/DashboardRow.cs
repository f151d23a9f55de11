namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>An entity for the energy dashboard.</summary>
/// <param name="Device">The meter's name.</param>
/// <param name="Field">Which field of its forms: import, export, power, gas, water; awaited: the meter has not sent its registers yet.</param>
/// <param name="Entity">As Home Assistant shows it; empty where it is awaited.</param>
internal sealed record DashboardRow(string Device, string Field, string Entity);
