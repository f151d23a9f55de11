using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// How many amperes of each phase are still free below the fuse, where its meter source names that: by the phase's current where it is sent, else by its power, apparent
/// before active, over its voltage. Below zero it carries more than the fuse is for.
/// </summary>
internal static class FreeCurrents
{
    private const int Phases = 3;

    /// <summary>What they mean, L1 to L3; the catalogue does not name them.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        .. Enumerable.Range(1, Phases).Select(phase => new Quantity($"current_free_l{phase}", $"Current still free L{phase}", Unit.Ampere, QuantityKind.Instant) { Stem = "current_free", Phase = phase }),
    ];

    /// <summary>One a phase whose current is known.</summary>
    /// <param name="values">All that is known of the main meter.</param>
    /// <param name="fuse">Amperes of a phase; null: nobody said.</param>
    public static IEnumerable<MeterValue> Of(IReadOnlyList<MeterValue> values, decimal? fuse)
    {
        for (int phase = 1; fuse is decimal amperes && phase <= Phases; phase++)
        {
            if (Carried(values, phase) is (decimal carried, MeterValue by))
                yield return by with { Made = Quantities[phase - 1], Measurement = Measurement.OfNumber(CodeOf(phase), amperes - carried, Unit.Ampere), Also = [] };
        }
    }

    // Nobody sends these codes: quantity 202 is none of the standard's.
    private static ObisCode CodeOf(int phase) => new(1, 0, 202, 7, (byte)phase);

    /// <summary>What flows, either way, and the value that says so.</summary>
    private static (decimal Amperes, MeterValue By)? Carried(IReadOnlyList<MeterValue> values, int phase)
    {
        if (Instant(values, phase, Unit.Ampere, "current") is MeterValue current)
            return (Math.Abs(current.Measurement.Number), current);
        if (Instant(values, phase, Unit.Volt, "voltage") is not { Measurement.Number: > 0 } voltage)
            return null;
        MeterValue? power = Larger(values, phase, Unit.VoltAmpere, "apparent_power_import", "apparent_power_export")
            ?? Larger(values, phase, Unit.Watt, "power", "power_import", "power_export");
        if (power is null)
            return null;
        // Up to the next hundredth: no more is free than is said.
        decimal amperes = Math.Ceiling(Math.Abs(power.Measurement.Number) * 100 / voltage.Measurement.Number) / 100;
        return (amperes, power.Received <= voltage.Received ? power : voltage);
    }

    /// <summary>Of what a phase takes and gives the larger, of the newest telegram that has any of it.</summary>
    private static MeterValue? Larger(IReadOnlyList<MeterValue> values, int phase, Unit unit, params ReadOnlySpan<string> stems)
    {
        MeterValue? larger = null;
        foreach (string stem in stems)
        {
            if (Instant(values, phase, unit, stem) is MeterValue value
                && (larger is null || value.Received > larger.Received || (value.Received == larger.Received && Math.Abs(value.Measurement.Number) > Math.Abs(larger.Measurement.Number))))
            {
                larger = value;
            }
        }
        return larger;
    }

    private static MeterValue? Instant(IReadOnlyList<MeterValue> values, int phase, Unit unit, string stem)
    {
        foreach (MeterValue value in values)
        {
            if (value is { SubmeterId: null, IsPublishable: true, Measurement.Kind: ValueKind.Number, Quantity: { Kind: QuantityKind.Instant, Processing: Processing.None } quantity }
                && value.Measurement.Unit == unit && quantity.Phase == phase && quantity.Stem == stem)
            {
                return value;
            }
        }
        return null;
    }
}
