namespace SmartMeter.Simulation.Telegrams;

/// <summary>One telegram of a simulated meter: its bytes, and exactly what they say.</summary>
/// <param name="Bytes">All frames of the telegram, as the line delivers them.</param>
/// <param name="At">When its first byte is sent.</param>
/// <param name="Values">The values it holds, in the order of the telegram.</param>
public sealed record SimulatedTelegram(byte[] Bytes, DateTimeOffset At, IReadOnlyList<ExpectedValue> Values)
{
    /// <summary>The meter's own id, where this telegram carries it.</summary>
    public string? MeterId { get; init; }

    /// <summary>The telegram's own clock, in the offset of the meter's wall clock; null where it carries none.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
