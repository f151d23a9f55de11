using SmartMeter.Decoding.Obis;

namespace SmartMeter.Simulation.Dlms;

/// <summary>The unit enumeration of COSEM registers (IEC 62056-6-2, 4.3.2), as far as the simulated meters use it.</summary>
internal enum CosemUnit : byte
{
    CubicMetre = 13,
    Watt = 27,
    VoltAmpere = 28,
    Var = 29,
    WattHour = 30,
    VarHour = 32,
    Ampere = 33,
    Volt = 35,
    Hertz = 44,
    None = 255,
}

internal static class CosemUnits
{
    /// <summary>The canonical unit, and the power of ten from this one to it.</summary>
    public static (Unit Unit, int Exponent) Canonical(this CosemUnit unit) => unit switch
    {
        CosemUnit.CubicMetre => (Unit.CubicMetre, 0),
        CosemUnit.Watt => (Unit.Watt, 0),
        CosemUnit.VoltAmpere => (Unit.VoltAmpere, 0),
        CosemUnit.Var => (Unit.Var, 0),
        CosemUnit.WattHour => (Unit.KilowattHour, -3),
        CosemUnit.VarHour => (Unit.KilovarHour, -3),
        CosemUnit.Ampere => (Unit.Ampere, 0),
        CosemUnit.Volt => (Unit.Volt, 0),
        CosemUnit.Hertz => (Unit.Hertz, 0),
        _ => (Unit.None, 0),
    };
}
