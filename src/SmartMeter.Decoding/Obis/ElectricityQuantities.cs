namespace SmartMeter.Decoding.Obis;

/// <summary>
/// Electricity (medium 1) by the grammar of IEC 62056-6-1, 5.4: C is the quantity, plus 20 for L1, 40 for L2, 60 for L3;
/// D is the processing (7 instant, 8 register, 4/5/6 demand, 24 average, 32 to 38 sags and swells); E is the tariff.
/// </summary>
internal static class ElectricityQuantities
{
    private const int Current = 11, Voltage = 12, Net = 16, MostTariffs = 63;

    private sealed record Measured(string Key, string Name, Unit Instant, string? EnergyKey = null, string? EnergyName = null, Unit Energy = Unit.None)
    {
        public Subject Subject { get; init; }

        public Direction Direction { get; init; }
    }

    private static readonly Measured?[] ByC =
    [
        null,
        Active("import", "import", Direction.Import),
        Active("export", "export", Direction.Export),
        Reactive("import", "import") with { Direction = Direction.Import },
        Reactive("export", "export") with { Direction = Direction.Export },
        Reactive("q1", "quadrant I"),
        Reactive("q2", "quadrant II"),
        Reactive("q3", "quadrant III"),
        Reactive("q4", "quadrant IV"),
        Apparent("import", Direction.Import),
        Apparent("export", Direction.Export),
        new("current", "Current", Unit.Ampere),
        new("voltage", "Voltage", Unit.Volt) { Subject = Subject.Voltage },
        new("power_factor", "Power factor", Unit.None) { Subject = Subject.PowerFactor },
        new("frequency", "Frequency", Unit.Hertz),
        new("power_absolute", "Absolute active power", Unit.Watt, "energy_absolute", "Absolute active energy", Unit.KilowattHour)
        {
            Subject = Subject.ActivePower,
            Direction = Direction.Absolute,
        },
        new("power_net", "Net active power", Unit.Watt, "energy_net", "Net active energy", Unit.KilowattHour)
        {
            Subject = Subject.ActivePower,
            Direction = Direction.Net,
        },
    ];

    // Where a meter tells one direction only: signed power per phase.
    private static readonly Measured Signed = new("power", "Active power", Unit.Watt) { Subject = Subject.ActivePower };

    private static readonly string[] PhaseKeys = ["", "_l1", "_l2", "_l3"], PhaseNames = ["", " L1", " L2", " L3"];

    private static Measured Active(string key, string name, Direction direction) =>
        new($"power_{key}", $"Active power {name}", Unit.Watt, $"energy_{key}", $"Active energy {name}", Unit.KilowattHour)
        {
            Subject = Subject.ActivePower,
            Direction = direction,
        };

    private static Measured Reactive(string key, string name) =>
        new($"reactive_power_{key}", $"Reactive power {name}", Unit.Var, $"reactive_energy_{key}", $"Reactive energy {name}", Unit.KilovarHour);

    private static Measured Apparent(string way, Direction direction) =>
        new($"apparent_power_{way}", $"Apparent power {way}", Unit.VoltAmpere, $"apparent_energy_{way}", $"Apparent energy {way}", Unit.KilovoltAmpereHour)
        {
            Direction = direction,
        };

    public static Quantity? Find(ObisCode code)
    {
        code = Catalogue.Normal(code);
        if (code is not { A: 1, B: 0, F: 255 } || code.C is 0 or > 80)
            return null;
        int phase = code.C > 20 ? (code.C - 1) / 20 : 0;
        int quantity = code.C - (phase * 20);
        return quantity < ByC.Length ? Processed(code.D, code.E, quantity, ByC[quantity]!, phase) : null;
    }

    private static Quantity? Processed(byte d, byte e, int c, Measured of, int phase) => (d, e) switch
    {
        // EasyMeter's Q1D and Q3D write 1-0:1.7.255 for it: no tariff.
        (7, 0 or 255) when c == Net && phase > 0 => Instant(Signed, phase, Processing.None),
        (7, 0 or 255) => Instant(of, phase, Processing.None),
        (8, _) when of.EnergyKey is not null => Energy(e, c, of, phase),
        (4, 0) when c == Current => Plain("current_limit", "Current limit", Unit.Ampere, QuantityKind.Setting, phase),
        (32, 0) when c == Voltage => Plain("voltage_sags", "Voltage sags", Unit.None, QuantityKind.Counter, phase),
        (33, 0) when c == Voltage => Plain("voltage_sag_duration", "Voltage sag duration", Unit.Second, QuantityKind.Event, phase),
        (34, 0) when c == Voltage => Plain("voltage_sag_magnitude", "Voltage sag magnitude", Unit.Volt, QuantityKind.Event, phase),
        (36, 0) when c == Voltage => Plain("voltage_swells", "Voltage swells", Unit.None, QuantityKind.Counter, phase),
        (37, 0) when c == Voltage => Plain("voltage_swell_duration", "Voltage swell duration", Unit.Second, QuantityKind.Event, phase),
        (38, 0) when c == Voltage => Plain("voltage_swell_magnitude", "Voltage swell magnitude", Unit.Volt, QuantityKind.Event, phase),
        (3, 0) => Instant(of, phase, Processing.Minimum, "_minimum", " minimum") with { Kind = QuantityKind.Setting },
        (4, 0) => Instant(of, phase, Processing.Demand, "_demand", " demand, running period"),
        (5, 0) => Instant(of, phase, Processing.LastDemand, "_demand_last", " demand, last period"),
        (6, 0) => Instant(of, phase, Processing.Peak, "_peak", " peak") with { Kind = QuantityKind.Peak },
        (24, 0) => Instant(of, phase, Processing.Average, "_average", " average"),
        _ => null,
    };

    private static Quantity Instant(Measured of, int phase, Processing processing, string key = "", string name = "") =>
        Plain(of.Key, of.Name, of.Instant, QuantityKind.Instant, phase) with
        {
            Key = of.Key + key + PhaseKeys[phase],
            Name = of.Name + name + PhaseNames[phase],
            Subject = of.Subject,
            Direction = of.Direction,
            Processing = processing,
        };

    private static Quantity? Energy(byte tariff, int c, Measured of, int phase)
    {
        if (tariff > MostTariffs)
            return null;
        // 15 and 16 combine both directions.
        QuantityKind kind = c is 15 or 16 ? QuantityKind.NetRegister : QuantityKind.Register;
        return Plain(of.EnergyKey!, of.EnergyName!, of.Energy, kind, phase) with
        {
            Key = of.EnergyKey + (tariff == 0 ? "" : $"_tariff_{tariff}") + PhaseKeys[phase],
            Name = of.EnergyName + (tariff == 0 ? "" : $" tariff {tariff}") + PhaseNames[phase],
            Subject = of.Subject,
            Direction = of.Direction,
            Tariff = tariff,
        };
    }

    private static Quantity Plain(string key, string name, Unit unit, QuantityKind kind, int phase) =>
        new(key + PhaseKeys[phase], name + PhaseNames[phase], unit, kind) { Stem = key, Phase = phase };
}
