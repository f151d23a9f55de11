using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Homes;

namespace SmartMeter.Simulation.Dlms;

/// <summary>Items of the form <c>structure { logical name, value, structure { scaler, unit } }</c>, which tell everything about themselves.</summary>
internal static class SelfDescribed
{
    public static void Add(CosemWriter list, ObisCode code, AxdrTag tag, long value, int scaler, CosemUnit unit) =>
        list.Structure(3).Name(code).Value(code, tag, value, scaler, unit).ScalerUnit(scaler, unit);

    public static void AddText(CosemWriter list, ObisCode code, AxdrTag tag, string text) =>
        list.Structure(2).Name(code).Text(code, tag, text);

    /// <summary>Active and reactive power, in and out.</summary>
    public static void AddPowers(CosemWriter list, Home home)
    {
        Add(list, ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt);
        Add(list, ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt);
        Add(list, ListCodes.Instant(3), AxdrTag.UInt32, home.ReactiveImportPower, 0, CosemUnit.Var);
        Add(list, ListCodes.Instant(4), AxdrTag.UInt32, home.ReactiveExportPower, 0, CosemUnit.Var);
    }

    /// <summary>Currents in 10^<paramref name="scaler"/> A; of a single-phase home one alone.</summary>
    public static void AddCurrents(CosemWriter list, Home home, AxdrTag tag, int scaler)
    {
        int milliamperes = scaler == -1 ? 100 : 10;
        Add(list, ListCodes.Instant(31), tag, home.Milliamperes.L1 / milliamperes, scaler, CosemUnit.Ampere);
        if (home.Decivolts.L2 == 0)
            return;
        Add(list, ListCodes.Instant(51), tag, home.Milliamperes.L2 / milliamperes, scaler, CosemUnit.Ampere);
        Add(list, ListCodes.Instant(71), tag, home.Milliamperes.L3 / milliamperes, scaler, CosemUnit.Ampere);
    }

    /// <summary>Voltages in tenths; of a single-phase home one alone.</summary>
    public static void AddVoltages(CosemWriter list, Home home)
    {
        Add(list, ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1, -1, CosemUnit.Volt);
        if (home.Decivolts.L2 == 0)
            return;
        Add(list, ListCodes.Instant(52), AxdrTag.UInt16, home.Decivolts.L2, -1, CosemUnit.Volt);
        Add(list, ListCodes.Instant(72), AxdrTag.UInt16, home.Decivolts.L3, -1, CosemUnit.Volt);
    }

    /// <summary>The four registers in Wh and varh, or with a <paramref name="scaler"/> of 1 in tens of them.</summary>
    public static void AddEnergies(CosemWriter list, Home home, int scaler)
    {
        int step = scaler == 1 ? 10 : 1;
        Add(list, ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total / step, scaler, CosemUnit.WattHour);
        Add(list, ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total / step, scaler, CosemUnit.WattHour);
        Add(list, ListCodes.Register(3), AxdrTag.UInt32, home.ReactiveImport.Total / step, scaler, CosemUnit.VarHour);
        Add(list, ListCodes.Register(4), AxdrTag.UInt32, home.ReactiveExport.Total / step, scaler, CosemUnit.VarHour);
    }
}
