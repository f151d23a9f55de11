using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>Which of a device's state objects an entity reads, and so how often it changes at most.</summary>
internal enum StateGroup : byte
{
    /// <summary>What is measured now.</summary>
    Live,

    /// <summary>What the meter keeps: registers, peaks, averages over a period.</summary>
    Registers,

    /// <summary>Among the registers, but of interest to few: held still between its own, longer intervals.</summary>
    Diagnostics,
}

/// <summary>What of a measurement an entity shows.</summary>
internal enum Aspect : byte
{
    Number,
    Text,
    Time,

    /// <summary>The stamp that the measurement carries.</summary>
    TakenAt,

    /// <summary>The meter's own register, beside the one that is carried forward.</summary>
    MeterReading,

    /// <summary>Whether there is a warning: on where its text is not empty, which is the reason.</summary>
    Warning,
}

/// <summary>One sensor of Home Assistant, made of one value of a meter or submeter.</summary>
internal sealed record Entity
{
    /// <summary>Its member in the state object, and the last part of its unique id.</summary>
    public required string Key { get; init; }

    /// <summary>The value it shows.</summary>
    public required ObisCode Code { get; init; }

    public required Aspect Aspect { get; init; }

    public required EntityClass Class { get; init; }

    /// <summary>The unit that a number must come in to be shown.</summary>
    public required Unit Unit { get; init; }

    public required StateGroup Group { get; init; }

    public bool IsDiagnostic { get; init; }

    /// <summary>False: Home Assistant adds it switched off, and the user may switch it on.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>True for the one entity that goes by the device's own name.</summary>
    public bool IsMain { get; init; }

    /// <summary>The key of the entity that shows the meter's own register, where this one is carried forward; null: it is not.</summary>
    public string? MeterReadingKey { get; init; }

    /// <summary>Its meter's demand is of a quarter of an hour, and its peak of a month.</summary>
    public bool IsOfQuarterHours { get; init; }

    /// <summary>What the numbers of a tariff in force mean; null: nobody knows.</summary>
    public IReadOnlyDictionary<string, string>? Meanings { get; init; }

    /// <summary>As <see cref="Meters.MeterValue.Made"/>.</summary>
    public Quantity? Made { get; init; }

    public Quantity? Quantity => Made ?? Catalogue.Find(Code, Unit);
}
