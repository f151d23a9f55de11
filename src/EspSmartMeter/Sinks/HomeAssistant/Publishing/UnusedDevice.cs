namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>A device that is announced and not heard of.</summary>
/// <param name="Id">Its part of the topics: the meter's id, for a submeter <c>meter/submeter</c>.</param>
/// <param name="Name">What people read; the id where nothing else is known of it.</param>
/// <param name="LastHeard">Null: not known.</param>
internal sealed record UnusedDevice(string Id, string Name, DateTimeOffset? LastHeard);
