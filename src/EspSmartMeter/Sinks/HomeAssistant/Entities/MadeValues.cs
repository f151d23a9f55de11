using EspSmartMeter.Meters;
using EspSmartMeter.Peaks;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// What a main meter does not send and its values tell exactly: one signed power of import and export, or of the phases, of the values of one telegram. The totals of tariffs, which are
/// remembered, are its <see cref="TariffTotals"/>. Of a table of monthly peaks, the mean of the last twelve, which a grid company bills.
/// </summary>
internal static class MadeValues
{
    /// <summary>Positive from the grid, as the energy dashboard has it.</summary>
    private static readonly Quantity Power =
        new("power", "Power", Unit.Watt, QuantityKind.Instant) { Subject = Subject.ActivePower, Direction = Direction.Net };

    private const int MonthsOfMean = 12;

    private static readonly Quantity PeakMean = new("power_import_peak_mean", "Power import, mean of twelve monthly peaks", Unit.Watt, QuantityKind.Peak)
    {
        Subject = Subject.ActivePower,
        Direction = Direction.Import,
    };

    /// <summary>What is made of values, as far as the catalogue does not name it.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } = [Power, PeakMean, .. TariffTotals.Quantities, .. PeakValues.Quantities, .. FreeCurrents.Quantities];

    /// <summary>The signed power.</summary>
    public static bool IsPower(Quantity quantity) => quantity == Power;

    /// <summary>The mean of monthly peaks.</summary>
    public static bool IsPeakMean(Quantity quantity) => quantity == PeakMean;

    /// <summary>Nobody sends these codes: quantity 200 is none of the standard's.</summary>
    private static readonly ObisCode PowerCode = new(1, 0, 200, 7, 0), PeakMeanCode = new(1, 0, 200, 6, 0);

    /// <summary>The values with those that are made, and with the power of one direction at 0 where a newer one of the other proves it.</summary>
    public static IReadOnlyList<MeterValue> With(IReadOnlyList<MeterValue> values)
    {
        List<MeterValue> all = [.. values];
        int import = IndexOf(all, "power_import"), export = IndexOf(all, "power_export");
        if (import >= 0 && export >= 0)
        {
            all[export] = NetPower.Proven(all[export], all[import]);
            all[import] = NetPower.Proven(all[import], all[export]);
            if (NetPower.Of(all[import], all[export]) is (decimal watts, MeterValue newer))
                all.Add(PowerOf(watts, newer));
        }
        else if (import < 0 && export < 0 && IndexOf(all, "power_net") < 0 && PhasePowers.Signed(all) is (decimal signed, MeterValue total))
        {
            all.Add(PowerOf(signed, total));
        }
        if (all.Find(IsPeaks) is MeterValue peaks)
            all.Add(MeanOf(peaks));
        return all;
    }

    private static MeterValue PowerOf(decimal watts, MeterValue told) =>
        told with { Made = Power, Measurement = Measurement.OfNumber(PowerCode, watts, Unit.Watt), Also = [] };

    private static bool IsPeaks(MeterValue value) =>
        value is { IsPublishable: true, Quantity.Processing: Processing.PeakHistory, Measurement: { Kind: ValueKind.Number, Unit: Unit.Watt } };

    /// <summary>Of the newest twelve rows, a row a month; one without a moment (a new meter's first month) tells nothing beside others.</summary>
    private static MeterValue MeanOf(MeterValue peaks)
    {
        Measurement[] months = [.. peaks.Also.Prepend(peaks.Measurement).Where(month => month.Kind == ValueKind.Number).OrderBy(month => month.TakenAt?.Local ?? DateTime.MinValue)];
        Measurement[] known = Array.FindAll(months, month => month.TakenAt is not null) is { Length: > 0 } stamped ? stamped : months;
        return peaks with
        {
            Made = PeakMean,
            Measurement = Measurement.OfNumber(PeakMeanCode, Math.Round(known[^Math.Min(MonthsOfMean, known.Length)..].Average(month => month.Number)), Unit.Watt),
            Also = [],
        };
    }

    private static int IndexOf(List<MeterValue> values, string key) =>
        values.FindIndex(value => value.Quantity?.Key == key && value is { IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.Watt } });
}
