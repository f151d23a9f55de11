namespace EspSmartMeter.LineSearch;

/// <summary>How long the search waits for what. Meters send each 1 to 10 seconds, some by the hour.</summary>
internal sealed record LineSearchPace
{
    /// <summary>Bytes come in the present mode and nothing decodes: the longest interval of meters that send by the second, and one telegram.</summary>
    public TimeSpan BeforeWithBytes { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Nothing comes at all. Most such lines are not plugged in; some receivers drop whatever a wrong mode makes of the bytes.</summary>
    public TimeSpan BeforeWithoutBytes { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>In each mode: one interval of ten seconds, and the longest telegram at 2400 baud.</summary>
    public TimeSpan Dwell { get; init; } = TimeSpan.FromSeconds(13);

    /// <summary>After a change, until what was received before it has come through the device and the network.</summary>
    public TimeSpan Mixed { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>In each mode once a round brought nothing.</summary>
    public TimeSpan LaterDwell { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>Where something spoke for a mode.</summary>
    public TimeSpan PerhapsDwell { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A meter that sends by the hour, and some.</summary>
    public TimeSpan Hourly { get; init; } = TimeSpan.FromMinutes(70);

    public TimeSpan FirstRest { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan LongestRest { get; init; } = TimeSpan.FromHours(6);
}
