namespace SmartMeter.Decoding.Obis;

/// <summary>What a submeter on a wired or wireless M-Bus channel measures (device types of EN 13757-3).</summary>
public enum SubmeterKind : byte { Unknown, Gas, Water, HotWater, Heat, Cooling, HeatAndCooling, HeatCostAllocator, Electricity }

/// <summary>The codes of submeters: 0-n:24.x and 0-n:96.1.x on channels 1 to 4 and beyond.</summary>
public static class Submeters
{
    /// <summary>True for every code that belongs to the device on M-Bus channel B.</summary>
    public static bool Owns(ObisCode code) =>
        code is { A: 0, B: >= 1 and <= 64 } && (code.C == 24 || code is { C: 96, D: 1, E: <= 2 });

    /// <summary>The code that carries the device type.</summary>
    public static bool IsDeviceType(ObisCode code) => Owns(code) && code is { C: 24, D: 1, E: 0 };

    /// <summary>The codes that carry the device's id; 96.1.2 is its EAN, which is not one.</summary>
    public static bool IsEquipmentId(ObisCode code) => Owns(code) && code is { C: 96, D: 1, E: 0 or 1 };

    /// <summary>The codes that carry its register: 24.2.1, 24.2.3 (not temperature-corrected), 24.3.0 (DSMR 2.2 and 3).</summary>
    public static bool IsRegister(ObisCode code) => Owns(code) && code is { C: 24 } and ({ D: 2, E: 1 or 3 } or { D: 3, E: 0 });

    /// <summary>
    /// True for what such a register counts in. In another unit the code is but the device's value of that number (EN 13757-1, E of 24.2.E): Iceland's
    /// heat meters send a temperature under 24.2.3.
    /// </summary>
    public static bool Counts(Unit unit) => unit is Unit.None or Unit.CubicMetre or Unit.KilowattHour or Unit.Gigajoule;

    /// <summary>What a device type says; Unknown for one that names no submeter.</summary>
    public static SubmeterKind KindOf(int deviceType) => deviceType switch
    {
        2 => SubmeterKind.Electricity,
        3 => SubmeterKind.Gas,
        4 or 12 => SubmeterKind.Heat,
        6 or 21 => SubmeterKind.HotWater,
        7 or 22 => SubmeterKind.Water,
        8 => SubmeterKind.HeatCostAllocator,
        10 or 11 => SubmeterKind.Cooling,
        13 => SubmeterKind.HeatAndCooling,
        _ => SubmeterKind.Unknown,
    };

    /// <summary>The name of what it measures, in English.</summary>
    public static string NameOf(SubmeterKind kind) => kind switch
    {
        SubmeterKind.Gas => "Gas",
        SubmeterKind.Water => "Water",
        SubmeterKind.HotWater => "Hot water",
        SubmeterKind.Heat => "Heat",
        SubmeterKind.Cooling => "Cooling",
        SubmeterKind.HeatAndCooling => "Heat and cooling",
        SubmeterKind.HeatCostAllocator => "Heat cost allocation",
        SubmeterKind.Electricity => "Submeter energy",
        _ => "Submeter",
    };

    internal static Quantity? Find(ObisCode code) => !Owns(code) ? null : (code.C, code.D, code.E) switch
    {
        (24, 1, 0) => new("device_type", "Device type", Unit.None, QuantityKind.Identity),
        (24, 2, 1) => new("reading", "Submeter", Unit.None, QuantityKind.Register) { Subject = Subject.SubmeterRegister },
        (24, 3, 0) => new("reading", "Submeter", Unit.None, QuantityKind.Register) { Subject = Subject.SubmeterRegister, Submeter = SubmeterKind.Gas },
        (24, 2, 3) => new("reading_uncorrected", "Submeter, not temperature-corrected", Unit.None, QuantityKind.Register)
        {
            Subject = Subject.UncorrectedSubmeterRegister,
            Submeter = SubmeterKind.Gas,
        },
        (24, 4, 0) => new("valve_state", "Valve state", Unit.None, QuantityKind.State) { Subject = Subject.Valve },
        (96, 1, 0) or (96, 1, 1) => new("equipment_id", "Equipment id", Unit.None, QuantityKind.Identity),
        (96, 1, 2) => new("ean", "EAN", Unit.None, QuantityKind.Identity),
        _ => null,
    };
}
