namespace SmartMeter.Decoding.Obis;

/// <summary>
/// Electricity (medium 1) by the grammar of IEC 62056-6-1, 5.4: C is the quantity, plus 20 for L1, 40 for L2, 60 for L3;
/// D is the processing (7 instant, 8 register, 4/5/6 demand, 24 average, 32 to 38 sags and swells); E is the tariff.
/// </summary>
internal static class ElectricityQuantities
{
    private sealed record Measured(string Key, string Name, Unit Instant, string? EnergyKey, string? EnergyName, Unit Energy);

    private static readonly Measured?[] ByC =
    [
        null,
        new("power_import", "Active power import", Unit.Watt, "energy_import", "Active energy import", Unit.KilowattHour),
        new("power_export", "Active power export", Unit.Watt, "energy_export", "Active energy export", Unit.KilowattHour),
        new("reactive_power_import", "Reactive power import", Unit.Var, "reactive_energy_import", "Reactive energy import", Unit.KilovarHour),
        new("reactive_power_export", "Reactive power export", Unit.Var, "reactive_energy_export", "Reactive energy export", Unit.KilovarHour),
        Quadrant(1, "I"),
        Quadrant(2, "II"),
        Quadrant(3, "III"),
        Quadrant(4, "IV"),
        new("apparent_power_import", "Apparent power import", Unit.VoltAmpere, "apparent_energy_import", "Apparent energy import", Unit.KilovoltAmpereHour),
        new("apparent_power_export", "Apparent power export", Unit.VoltAmpere, "apparent_energy_export", "Apparent energy export", Unit.KilovoltAmpereHour),
        new("current", "Current", Unit.Ampere, null, null, Unit.None),
        new("voltage", "Voltage", Unit.Volt, null, null, Unit.None),
        new("power_factor", "Power factor", Unit.None, null, null, Unit.None),
        new("frequency", "Frequency", Unit.Hertz, null, null, Unit.None),
        new("power_absolute", "Absolute active power", Unit.Watt, "energy_absolute", "Absolute active energy", Unit.KilowattHour),
        new("power_net", "Net active power", Unit.Watt, "energy_net", "Net active energy", Unit.KilowattHour),
    ];

    private static readonly string[] PhaseKeys = ["", "_l1", "_l2", "_l3"], PhaseNames = ["", " L1", " L2", " L3"];

    private static Measured Quadrant(int number, string roman) => new(
        $"reactive_power_q{number}", $"Reactive power quadrant {roman}", Unit.Var,
        $"reactive_energy_q{number}", $"Reactive energy quadrant {roman}", Unit.KilovarHour);

    public static Quantity? Find(ObisCode code)
    {
        code = Catalogue.Normal(code);
        if (code is not { A: 1, B: 0, F: 255 } || code.C is 0 or > 80)
            return null;
        int phase = code.C > 20 ? (code.C - 1) / 20 : 0;
        int quantity = code.C - (phase * 20);
        if (quantity >= ByC.Length)
            return null;
        return Processed(code.D, code.E, quantity, ByC[quantity]!, PhaseKeys[phase], PhaseNames[phase]);
    }

    private static Quantity? Processed(byte d, byte e, int c, Measured of, string phaseKey, string phaseName) => (d, e) switch
    {
        // EasyMeter's Q1D and Q3D write 1-0:1.7.255 for it: no tariff.
        (7, 0 or 255) => new(of.Key + phaseKey, of.Name + phaseName, of.Instant, QuantityKind.Instant),
        (8, _) when of.EnergyKey is not null => Energy(e, c, of, phaseKey, phaseName),
        (4, 0) when c == 11 => new("current_limit" + phaseKey, "Current limit" + phaseName, Unit.Ampere, QuantityKind.Setting),
        (32, 0) when c == 12 => new("voltage_sags" + phaseKey, "Voltage sags" + phaseName, Unit.None, QuantityKind.Counter),
        (33, 0) when c == 12 => new("voltage_sag_duration" + phaseKey, "Voltage sag duration" + phaseName, Unit.Second, QuantityKind.Event),
        (34, 0) when c == 12 => new("voltage_sag_magnitude" + phaseKey, "Voltage sag magnitude" + phaseName, Unit.Volt, QuantityKind.Event),
        (36, 0) when c == 12 => new("voltage_swells" + phaseKey, "Voltage swells" + phaseName, Unit.None, QuantityKind.Counter),
        (37, 0) when c == 12 => new("voltage_swell_duration" + phaseKey, "Voltage swell duration" + phaseName, Unit.Second, QuantityKind.Event),
        (38, 0) when c == 12 => new("voltage_swell_magnitude" + phaseKey, "Voltage swell magnitude" + phaseName, Unit.Volt, QuantityKind.Event),
        (3, 0) => new(of.Key + "_minimum" + phaseKey, of.Name + " minimum" + phaseName, of.Instant, QuantityKind.Setting),
        (4, 0) => new(of.Key + "_demand" + phaseKey, of.Name + " demand, running period" + phaseName, of.Instant, QuantityKind.Instant),
        (5, 0) => new(of.Key + "_demand_last" + phaseKey, of.Name + " demand, last period" + phaseName, of.Instant, QuantityKind.Instant),
        (6, 0) => new(of.Key + "_peak" + phaseKey, of.Name + " peak" + phaseName, of.Instant, QuantityKind.Peak),
        (24, 0) => new(of.Key + "_average" + phaseKey, of.Name + " average" + phaseName, of.Instant, QuantityKind.Instant),
        _ => null,
    };

    private static Quantity? Energy(byte tariff, int c, Measured of, string phaseKey, string phaseName)
    {
        QuantityKind kind = c is 15 or 16 ? QuantityKind.NetRegister : QuantityKind.Register;
        return tariff switch
        {
            0 => new(of.EnergyKey + phaseKey, of.EnergyName + phaseName, of.Energy, kind),
            <= 63 => new($"{of.EnergyKey}_tariff_{tariff}{phaseKey}", $"{of.EnergyName} tariff {tariff}{phaseName}", of.Energy, kind),
            _ => null,
        };
    }
}
