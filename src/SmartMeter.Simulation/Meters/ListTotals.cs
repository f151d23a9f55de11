using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Homes;

namespace SmartMeter.Simulation.Meters;

/// <summary>The totals that lists by position write in the order of their codes.</summary>
internal static class ListTotals
{
    /// <summary>1.8.0 to 4.8.0.</summary>
    public static CosemWriter Energies(this CosemWriter list, Home home) => list
        .Value(ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour)
        .Value(ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour)
        .Value(ListCodes.Register(3), AxdrTag.UInt32, home.ReactiveImport.Total, 0, CosemUnit.VarHour)
        .Value(ListCodes.Register(4), AxdrTag.UInt32, home.ReactiveExport.Total, 0, CosemUnit.VarHour);

    /// <summary>1.7.0 to 4.7.0.</summary>
    public static CosemWriter Powers(this CosemWriter list, Home home) => list
        .Value(ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(3), AxdrTag.UInt32, home.ReactiveImportPower, 0, CosemUnit.Var)
        .Value(ListCodes.Instant(4), AxdrTag.UInt32, home.ReactiveExportPower, 0, CosemUnit.Var);
}
