using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>A gas, water, heat or cooling meter that sends through the main meter. It is told from others by its id, not by its channel.</summary>
internal sealed record Submeter
{
    /// <summary>Safe for topics: from the device's id, else <c>channel_1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The id as the telegram names it; null where it names none.</summary>
    public string? DeviceId { get; init; }

    public SubmeterKind Kind { get; init; }

    /// <summary>The M-Bus channel it was last listed on.</summary>
    public required int Channel { get; init; }

    /// <summary>When its register was taken, by its own stamp.</summary>
    public MeterTime? TakenAt { get; init; }

    /// <summary>When a telegram last listed it.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>When it was first listed.</summary>
    public DateTimeOffset First { get; init; }

    /// <summary>When it was last listed with a newer stamp.</summary>
    public DateTimeOffset Moved { get; init; }

    /// <summary>
    /// True where a newer device of the same kind has taken its place: it may stay listed for ever with its last register and an old stamp.
    /// </summary>
    public bool IsReplaced { get; init; }

    /// <summary>The id of the one that it stands in the place of, and whose entities may go on with it; null: there is none.</summary>
    public string? Continues { get; init; }

    /// <summary>Its values, in the order of the telegram.</summary>
    public required IReadOnlyList<MeterValue> Values { get; init; }
}
