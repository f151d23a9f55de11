using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// What Home Assistant is told of a value's nature. Its recorder keys statistics by unit and state class: a released row of this never changes.
/// </summary>
/// <param name="DeviceClass">Null where Home Assistant has none (apparent energy, counts, angles, texts).</param>
/// <param name="StateClass">measurement, total, total_increasing; null: no statistics.</param>
/// <param name="UnitOfMeasurement">Exactly as Home Assistant spells it; null: none.</param>
/// <param name="Precision">The decimals shown; null for what is not a number.</param>
internal sealed record EntityClass(string? DeviceClass, string? StateClass, string? UnitOfMeasurement, int? Precision)
{
    private const string Measurement = "measurement", Total = "total", TotalIncreasing = "total_increasing";

    public static EntityClass Plain { get; } = new(null, null, null, null);

    public static EntityClass Timestamp { get; } = new("timestamp", null, null, null);

    /// <summary>A binary sensor that is on where something is wrong.</summary>
    public static EntityClass Problem { get; } = new("problem", null, null, null);

    /// <summary>The class of a number of this quantity.</summary>
    public static EntityClass Of(Quantity quantity, Unit unit) => quantity.Kind switch
    {
        QuantityKind.Register => RegisterIn(unit, null),
        QuantityKind.NetRegister => RegisterIn(unit, null) with { StateClass = Total },
        QuantityKind.Instant => InstantIn(unit, quantity),
        // A list of past maxima has no place in statistics: its first is not the newest everywhere.
        QuantityKind.Peak when quantity.Processing == Processing.PeakHistory => InstantIn(unit, quantity) with { StateClass = null },
        QuantityKind.Peak => InstantIn(unit, quantity),
        QuantityKind.Counter => new(null, TotalIncreasing, null, 0),
        QuantityKind.Event => InstantIn(unit, quantity) with { StateClass = null },
        QuantityKind.Setting when unit is Unit.Second or Unit.Minute or Unit.Hour or Unit.Day => InstantIn(unit, quantity) with { StateClass = null },
        QuantityKind.Setting => InstantIn(unit, quantity),
        _ => Plain,
    };

    /// <summary>The class of a submeter's register.</summary>
    public static EntityClass OfSubmeter(SubmeterKind kind, Unit unit) => RegisterIn(unit, kind switch
    {
        SubmeterKind.Gas => "gas",
        SubmeterKind.Water or SubmeterKind.HotWater => "water",
        _ => null,
    });

    /// <summary>The class of a number under a code that nobody knows: its own unit, and no promise.</summary>
    public static EntityClass OfUnknown(Unit unit) => new(null, null, unit.Symbol(), null);

    private static EntityClass RegisterIn(Unit unit, string? volumeClass) => unit switch
    {
        Unit.KilowattHour => new("energy", TotalIncreasing, "kWh", 3),
        Unit.Gigajoule => new("energy", TotalIncreasing, "GJ", 3),
        Unit.KilovarHour => new("reactive_energy", TotalIncreasing, "kvarh", 3),
        Unit.KilovoltAmpereHour => new(null, TotalIncreasing, "kVAh", 3),
        Unit.CubicMetre => new(volumeClass, TotalIncreasing, "m³", 3),
        _ => new(null, TotalIncreasing, unit.Symbol(), null),
    };

    private static EntityClass InstantIn(Unit unit, Quantity quantity) => unit switch
    {
        Unit.Watt => new("power", Measurement, "W", 0),
        Unit.Var => new("reactive_power", Measurement, "var", 0),
        Unit.VoltAmpere => new("apparent_power", Measurement, "VA", 0),
        Unit.Volt => new("voltage", Measurement, "V", 1),
        Unit.Ampere => new("current", Measurement, "A", 2),
        Unit.Hertz => new("frequency", Measurement, "Hz", 2),
        Unit.DegreeCelsius => new("temperature", Measurement, "°C", 1),
        Unit.CubicMetrePerHour => new("volume_flow_rate", Measurement, "m³/h", 3),
        Unit.Bar => new("pressure", Measurement, "bar", 2),
        Unit.DecibelMilliwatt => new("signal_strength", Measurement, "dBm", 0),
        Unit.Second or Unit.Minute or Unit.Hour or Unit.Day => new("duration", Measurement, unit.Symbol(), 0),
        Unit.None when quantity.Subject == Subject.PowerFactor => new("power_factor", Measurement, null, 2),
        _ => new(null, Measurement, unit.Symbol(), 1),
    };
}
