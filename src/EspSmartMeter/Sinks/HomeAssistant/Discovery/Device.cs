namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>A device as its discovery message tells it.</summary>
internal sealed record Device
{
    /// <summary>Its identifier, and the object id of its discovery topic.</summary>
    public required string Id { get; init; }

    /// <summary>What people read; never the serial number.</summary>
    public required string Name { get; init; }

    public string? Manufacturer { get; init; }

    public string? Model { get; init; }

    public string? SerialNumber { get; init; }

    public string? SoftwareVersion { get; init; }

    /// <summary>The id of the device that it comes through, which is published first; null where that is not there: Home Assistant would make one up.</summary>
    public string? Via { get; init; }

    /// <summary>Where "Visit" on it leads; null: there is none.</summary>
    public string? ConfigurationUrl { get; init; }

    /// <summary>All of them must say online.</summary>
    public required IReadOnlyList<string> AvailabilityTopics { get; init; }
}
