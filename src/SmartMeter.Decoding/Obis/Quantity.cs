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

/// <summary>What an OBIS code means.</summary>
/// <param name="Key">A flat, stable name in snake_case for machines. Never changed once released: people's history hangs on it.</param>
/// <param name="Name">A name for people, in English.</param>
/// <param name="Unit">The canonical unit.</param>
/// <param name="Kind">How it behaves over time.</param>
public sealed record Quantity(string Key, string Name, Unit Unit, QuantityKind Kind)
{
    /// <summary>True where its values are numbers by nature.</summary>
    public bool IsNumeric => Kind is QuantityKind.Register or QuantityKind.NetRegister or QuantityKind.Instant
        or QuantityKind.Peak or QuantityKind.Counter or QuantityKind.Event or QuantityKind.Setting;
}
