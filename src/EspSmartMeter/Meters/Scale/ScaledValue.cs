using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Scale;

/// <summary>What a value is among those that are held against each other.</summary>
internal enum ScaleRole : byte
{
    None,
    Power,
    Register,
    Voltage,
    Current,
}

/// <summary>One value of a main meter that others tell of too, as it was last sent, with the user's factor in it.</summary>
internal sealed class ScaledValue
{
    /// <summary>No house has more, in any of the units; sums stay exact.</summary>
    private const decimal Most = 1_000_000_000;

    private readonly Unit _unit;

    private ScaledValue(ObisCode code, ScaleRole role, Quantity quantity)
    {
        (Code, Role, _unit) = (code, role, quantity.Unit);
        (Phase, Tariff, Direction) = (quantity.Phase, quantity.Tariff, quantity.Direction);
    }

    public ObisCode Code { get; }

    public ScaleRole Role { get; }

    /// <summary>1 to 3; 0: all.</summary>
    public int Phase { get; }

    /// <summary>0: all.</summary>
    public int Tariff { get; }

    /// <summary>Which way a power or register counts; Net or None: both, with a sign; Absolute: both, without one.</summary>
    public Direction Direction { get; }

    public decimal Number { get; private set; }

    /// <summary>The user's factor that is in it; null: none.</summary>
    public decimal? Factor { get; private set; }

    /// <summary>When it came last.</summary>
    public DateTimeOffset? At { get; private set; }

    /// <summary>True where it ever was anything but 0.</summary>
    public bool HasCounted { get; private set; }

    /// <summary>True where it was more than the time before.</summary>
    public bool HasRisen { get; private set; }

    /// <summary>A value of this code; null where no other tells of it.</summary>
    public static ScaledValue? Of(ObisCode code)
    {
        if (Catalogue.Find(code) is not Quantity { Processing: Processing.None } quantity)
            return null;
        ScaleRole role = quantity switch
        {
            { Kind: QuantityKind.Instant, Subject: Subject.ActivePower } => ScaleRole.Power,
            { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Phase: 0 } => ScaleRole.Register,
            { Kind: QuantityKind.Instant, Subject: Subject.Voltage, Phase: > 0 } => ScaleRole.Voltage,
            { Kind: QuantityKind.Instant, Unit: Unit.Ampere, Stem: "current", Phase: > 0 } => ScaleRole.Current,
            _ => ScaleRole.None,
        };
        return role == ScaleRole.None ? null : new ScaledValue(code, role, quantity);
    }

    /// <summary>Takes in what a telegram says; of a code that comes twice the first.</summary>
    public void Take(in Measurement measurement, decimal? factor, DateTimeOffset at)
    {
        if (at == At || measurement is not { Kind: ValueKind.Number, ScaleKnown: true } || measurement.Unit != _unit || Math.Abs(measurement.Number) > Most)
            return;
        HasRisen = At is not null && measurement.Number > Number;
        HasCounted |= measurement.Number != 0;
        (Number, Factor, At) = (measurement.Number, factor, at);
    }
}
