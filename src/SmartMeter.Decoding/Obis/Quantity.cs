namespace SmartMeter.Decoding.Obis;

/// <summary>How a quantity behaves over time: what may be summed, what goes stale, what never does.</summary>
public enum QuantityKind : byte
{
    /// <summary>A meter register: it only rises (energy, gas, water).</summary>
    Register,

    /// <summary>A register that may fall: import minus export, and what makers combine of both (15.8.0, |A+|+|A-|, which some compute otherwise).</summary>
    NetRegister,

    /// <summary>What is measured now: power, voltage, current.</summary>
    Instant,

    /// <summary>A maximum over a period, with the stamp of when it was.</summary>
    Peak,

    /// <summary>A count of events: sags, failures.</summary>
    Counter,

    /// <summary>A duration or a magnitude of a past event: the last sag's, the last failure's.</summary>
    Event,

    /// <summary>What is set in the meter, or an extreme it keeps: a limit, an averaging period, the lowest power factor.</summary>
    Setting,

    /// <summary>One of a few states: tariff, breaker, valve.</summary>
    State,

    /// <summary>The meter's clock.</summary>
    Clock,

    /// <summary>Who and what the meter is.</summary>
    Identity,

    /// <summary>A message or a log.</summary>
    Text,
}

/// <summary>What a quantity is about, as far as something hangs on it; with <see cref="QuantityKind.Register"/>, active power is its energy.</summary>
public enum Subject : byte
{
    /// <summary>Anything else: its unit and kind tell all that is asked of it.</summary>
    Other,
    ActivePower,
    Voltage,
    PowerFactor,

    /// <summary>Power that failed, short or long.</summary>
    SupplyFailure,

    /// <summary>The tariff that registers count under now.</summary>
    ActiveTariff,

    /// <summary>What the meter shows of the tariff.</summary>
    TariffIndicator,
    Valve,

    /// <summary>A heat meter's energy.</summary>
    HeatEnergy,

    /// <summary>A submeter's register.</summary>
    SubmeterRegister,

    /// <summary>The same, before the temperature is taken into account.</summary>
    UncorrectedSubmeterRegister,

    /// <summary>Which objects a push holds: not a value of the meter.</summary>
    PushSetup,
}

/// <summary>What a meter measures.</summary>
public enum Medium : byte
{
    None,
    Electricity,
    HeatCost,
    Cooling,
    Heat,
    Gas,
    Water,
    HotWater,
}

/// <summary>Which way energy flows.</summary>
public enum Direction : byte
{
    None,
    Import,
    Export,

    /// <summary>Import minus export.</summary>
    Net,

    /// <summary>Import plus export.</summary>
    Absolute,
}

/// <summary>What was made of the measured values (IEC 62056-6-1, value group D).</summary>
public enum Processing : byte
{
    /// <summary>Nothing: it is as it is now.</summary>
    None,

    /// <summary>The mean of the period that is running.</summary>
    Demand,

    /// <summary>The mean of the period before.</summary>
    LastDemand,

    /// <summary>The highest mean.</summary>
    Peak,

    /// <summary>The highest means of past billing periods, a list.</summary>
    PeakHistory,

    Average,
    Minimum,
}

/// <summary>What an OBIS code means.</summary>
/// <param name="Key">A flat, stable name in snake_case for machines. Never changed once released: people's history hangs on it.</param>
/// <param name="Name">A name for people, in English.</param>
/// <param name="Unit">The canonical unit.</param>
/// <param name="Kind">How it behaves over time.</param>
public sealed record Quantity(string Key, string Name, Unit Unit, QuantityKind Kind)
{
    public Subject Subject { get; init; }

    public Direction Direction { get; init; }

    public Processing Processing { get; init; }

    /// <summary>1 to 3; 0: all together, or not of phases.</summary>
    public int Phase { get; init; }

    /// <summary>1 to 63; 0: the total, or not of tariffs.</summary>
    public int Tariff { get; init; }

    /// <summary>What the submeter measures by the definition of the code, whatever the telegram says of the device; Unknown: its code does not tell.</summary>
    public SubmeterKind Submeter { get; init; }

    /// <summary>The key of what is measured, without phase, tariff and processing: <c>energy_import</c> of <c>energy_import_tariff_1_l2</c>.</summary>
    public string Stem { get; init; } = Key;

    /// <summary>True where its values are numbers by nature.</summary>
    public bool IsNumeric => Kind is QuantityKind.Register or QuantityKind.NetRegister or QuantityKind.Instant
        or QuantityKind.Peak or QuantityKind.Counter or QuantityKind.Event or QuantityKind.Setting;
}
