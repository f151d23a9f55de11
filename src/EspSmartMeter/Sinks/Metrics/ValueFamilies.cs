using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>Which family a value is in, and what it is called there: by the catalogue's unit, kind and traits, never by a code.</summary>
internal static class ValueFamilies
{
    private static readonly ValueFamily HeatEnergy = Counter("heat", "kilowatthours", "Heat and cooling energy."),
        HeatJoules = Counter("heat", "joules", "Heat and cooling energy of meters that count in joules."),
        BothWays = Gauge("combined_energy", "kilowatthours", "Active energy of both directions in one register, which may fall."),
        Events = Counter("events", "", "What the meter counts: sags, swells, power failures."),
        PowerFactor = Gauge("power_factor", "ratio", "Power factor.");

    private static readonly Dictionary<Unit, ValueFamily> Registers = new()
    {
        [Unit.KilowattHour] = Counter("energy", "kilowatthours", "Active energy."),
        [Unit.KilovarHour] = Counter("reactive_energy", "kilovarhours", "Reactive energy."),
        [Unit.KilovoltAmpereHour] = Counter("apparent_energy", "kilovoltamperehours", "Apparent energy."),
        [Unit.CubicMetre] = Counter("volume", "cubic_metres", "Gas, water and what carries heat."),
        [Unit.Gigajoule] = HeatJoules,
    };

    private static readonly ValueFamily Durations = Gauge("duration", "seconds", "Durations: of the last sag, of a period that is set.");

    private static readonly Dictionary<Unit, ValueFamily> Gauges = new()
    {
        [Unit.Watt] = Gauge("power", "watts", "Active power."),
        [Unit.Var] = Gauge("reactive_power", "vars", "Reactive power."),
        [Unit.VoltAmpere] = Gauge("apparent_power", "voltamperes", "Apparent power."),
        [Unit.Volt] = Gauge("voltage", "volts", "Voltage."),
        [Unit.Ampere] = Gauge("current", "amperes", "Current."),
        [Unit.Hertz] = Gauge("frequency", "hertz", "Frequency."),
        [Unit.CubicMetrePerHour] = Gauge("flow", "cubic_metres_per_hour", "Flow."),
        [Unit.DegreeCelsius] = Gauge("temperature", "celsius", "Temperature."),
        [Unit.Degree] = Gauge("angle", "degrees", "Phase angle."),
        [Unit.Percent] = Gauge("share", "ratio", "Shares of 1."),
        [Unit.Second] = Durations,
        [Unit.Minute] = Durations,
        [Unit.Hour] = Durations,
        [Unit.Day] = Durations,
        [Unit.Bar] = Gauge("pressure", "bars", "Pressure."),
        [Unit.Kilogram] = Gauge("mass", "grams", "Mass."),
        [Unit.DecibelMilliwatt] = Gauge("signal_strength", "decibelmilliwatts", "Strength of a radio signal."),
    };

    /// <summary>All of them, in the order they are written in.</summary>
    public static IReadOnlyList<ValueFamily> All { get; } = [.. Registers.Values.Append(HeatEnergy).Append(BothWays).Append(Events).Concat(Gauges.Values).Append(PowerFactor).Distinct()];

    /// <summary>Null: it has none.</summary>
    public static ValueFamily? Of(MeterValue value) => value.Quantity switch
    {
        { Kind: QuantityKind.Register } quantity => IsHeat(value, quantity) && value.Measurement.Unit == Unit.KilowattHour ? HeatEnergy : Registers.GetValueOrDefault(value.Measurement.Unit),
        { Kind: QuantityKind.NetRegister } => value.Measurement.Unit == Unit.KilowattHour ? BothWays : null,
        { Kind: QuantityKind.Counter } => value.Measurement.Unit == Unit.None ? Events : null,
        { Kind: QuantityKind.Instant, Subject: Subject.PowerFactor } => value.Measurement.Unit == Unit.None ? PowerFactor : null,
        { Kind: QuantityKind.Instant or QuantityKind.Peak or QuantityKind.Event or QuantityKind.Setting } => Gauges.GetValueOrDefault(value.Measurement.Unit),
        _ => null,
    };

    /// <summary>What makes the family's unit of the value's.</summary>
    public static decimal FactorOf(Unit unit) => unit switch
    {
        Unit.Gigajoule => 1_000_000_000,
        Unit.Kilogram => 1000,
        Unit.Percent => 0.01m,
        Unit.Minute => 60,
        Unit.Hour => 3600,
        Unit.Day => 86400,
        _ => 1,
    };

    /// <summary>What it is within its family: <c>import</c>, <c>export_peak</c>, <c>gas</c>; empty where the family says it all.</summary>
    public static string QuantityOf(MeterValue value, Quantity quantity, ValueFamily family)
    {
        string what = quantity switch
        {
            { Subject: Subject.SubmeterRegister } => NameOf(KindOf(value, quantity)),
            { Subject: Subject.UncorrectedSubmeterRegister } => $"{NameOf(KindOf(value, quantity))}_uncorrected",
            { Subject: Subject.HeatEnergy } => "heat",
            // The signed power of a phase.
            { Subject: Subject.ActivePower, Direction: Direction.None } => "net",
            _ => Within(quantity.Stem, family == BothWays ? "energy" : family.Stem),
        };
        string processing = NameOf(quantity.Processing);
        return what.Length > 0 && processing.Length > 0 ? $"{what}_{processing}" : what + processing;
    }

    /// <summary>What a submeter measures.</summary>
    public static string NameOf(SubmeterKind kind) => kind switch
    {
        SubmeterKind.Gas => "gas",
        SubmeterKind.Water => "water",
        SubmeterKind.HotWater => "hot_water",
        SubmeterKind.Heat => "heat",
        SubmeterKind.Cooling => "cooling",
        SubmeterKind.HeatAndCooling => "heat_and_cooling",
        SubmeterKind.HeatCostAllocator => "heat_cost",
        SubmeterKind.Electricity => "electricity",
        _ => "unknown",
    };

    private static string NameOf(Processing processing) => processing switch
    {
        Processing.Demand => "demand",
        Processing.LastDemand => "last_demand",
        Processing.Peak => "peak",
        Processing.PeakHistory => "peak_history",
        Processing.Average => "average",
        Processing.Minimum => "minimum",
        _ => "",
    };

    private static bool IsHeat(MeterValue value, Quantity quantity) =>
        quantity.Subject == Subject.HeatEnergy || KindOf(value, quantity) is SubmeterKind.Heat or SubmeterKind.Cooling or SubmeterKind.HeatAndCooling;

    private static SubmeterKind KindOf(MeterValue value, Quantity quantity) => quantity.Submeter == SubmeterKind.Unknown ? value.SubmeterKind : quantity.Submeter;

    private static string Within(string key, string stem) =>
        key == stem ? "" : key.StartsWith($"{stem}_", StringComparison.Ordinal) ? key[(stem.Length + 1)..] : key;

    private static ValueFamily Counter(string stem, string unit, string help) => new(stem, unit, true, help);

    private static ValueFamily Gauge(string stem, string unit, string help) => new(stem, unit, false, help);
}
