using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Readings;

/// <summary>What a <see cref="Measurement"/> holds.</summary>
public enum ValueKind : byte
{
    /// <summary>The meter named the code and sent no value.</summary>
    Null,
    Number,
    Text,
    Time,
}

/// <summary>One value of a reading, in canonical units, exact.</summary>
public readonly record struct Measurement
{
    public required ObisCode Code { get; init; }

    public required ValueKind Kind { get; init; }

    /// <summary>The number, for <see cref="ValueKind.Number"/>.</summary>
    public decimal Number { get; init; }

    /// <summary>The text, for <see cref="ValueKind.Text"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The stamp, for <see cref="ValueKind.Time"/>.</summary>
    public MeterTime Time { get; init; }

    /// <summary>None where neither the payload nor a list nor the quantity itself tells a unit.</summary>
    public Unit Unit { get; init; }

    /// <summary>
    /// False where the number's scale is not known (a register sent without scaler by an unknown model): such a value is shown, never published.
    /// </summary>
    public bool ScaleKnown { get; init; }

    /// <summary>When the value was taken, where it carries its own stamp (a gas meter's hour, a peak).</summary>
    public MeterTime? TakenAt { get; init; }

    /// <summary>The id of the submeter that the value comes from (its code 0-n:96.1.x), where the telegram names one.</summary>
    public string? Device { get; init; }

    /// <summary>What it says as a device type, sent as a number (COSEM) or as digits (P1: <c>003</c>); Unknown for anything else.</summary>
    public SubmeterKind DeviceType => Kind switch
    {
        ValueKind.Number => Submeters.KindOf((int)decimal.Clamp(Number, 0, byte.MaxValue)),
        ValueKind.Text when byte.TryParse(Text, out byte type) => Submeters.KindOf(type),
        _ => SubmeterKind.Unknown,
    };

    public static Measurement OfNumber(ObisCode code, decimal number, Unit unit, bool scaleKnown = true) =>
        new() { Code = code, Kind = ValueKind.Number, Number = number, Unit = unit, ScaleKnown = scaleKnown };

    public static Measurement OfText(ObisCode code, string text) =>
        new() { Code = code, Kind = ValueKind.Text, Text = text, ScaleKnown = true };

    public static Measurement OfTime(ObisCode code, MeterTime time) =>
        new() { Code = code, Kind = ValueKind.Time, Time = time, ScaleKnown = true };

    public static Measurement OfNull(ObisCode code) =>
        new() { Code = code, Kind = ValueKind.Null, ScaleKnown = true };
}
