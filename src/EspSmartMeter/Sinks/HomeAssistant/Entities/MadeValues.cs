using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// What a main meter does not send and its values tell exactly: one signed power of import and export, and one total of the tariffs' registers. Each is of the
/// values of one telegram.
/// </summary>
internal static class MadeValues
{
    /// <summary>Positive from the grid, as the energy dashboard has it.</summary>
    private static readonly Quantity Power =
        new("power", "Power", Unit.Watt, QuantityKind.Instant) { Subject = Subject.ActivePower, Direction = Direction.Net };

    private static readonly Quantity ImportTotal = TotalOf("energy_import_total", "Energy import total", Direction.Import);
    private static readonly Quantity ExportTotal = TotalOf("energy_export_total", "Energy export total", Direction.Export);

    /// <summary>What is made of values, as far as the catalogue does not name it.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } = [Power, ImportTotal, ExportTotal];

    /// <summary>The signed power.</summary>
    public static bool IsPower(Quantity quantity) => quantity == Power;

    /// <summary>Nobody sends these codes: quantity 200 is none of the standard's.</summary>
    private static readonly ObisCode PowerCode = new(1, 0, 200, 7, 0), ImportCode = new(1, 0, 200, 8, 1), ExportCode = new(1, 0, 200, 8, 2);

    /// <summary>The values with those that are made, and with the power of one direction at 0 where a newer one of the other proves it.</summary>
    public static IReadOnlyList<MeterValue> With(IReadOnlyList<MeterValue> values)
    {
        List<MeterValue> all = [.. values];
        int import = IndexOf(all, "power_import"), export = IndexOf(all, "power_export");
        if (import >= 0 && export >= 0)
        {
            all[export] = Proven(all[export], all[import]);
            all[import] = Proven(all[import], all[export]);
            if (NetOf(all[import], all[export]) is MeterValue net)
                all.Add(net);
        }
        if (SumOf(values, Direction.Import) is MeterValue imported)
            all.Add(imported with { Made = ImportTotal, Measurement = imported.Measurement with { Code = ImportCode } });
        if (SumOf(values, Direction.Export) is MeterValue exported)
            all.Add(exported with { Made = ExportTotal, Measurement = exported.Measurement with { Code = ExportCode } });
        return all;
    }

    private static Quantity TotalOf(string key, string name, Direction direction) =>
        new(key, name, Unit.KilowattHour, QuantityKind.Register) { Subject = Subject.ActivePower, Direction = direction };

    private static int IndexOf(List<MeterValue> values, string key) =>
        values.FindIndex(value => value.Quantity?.Key == key && value is { IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.Watt } });

    /// <summary>A meter that takes from the grid gives nothing to it: a list that sends one direction alone (Kaifa's list 1) tells both while that is above 0.</summary>
    private static MeterValue Proven(MeterValue older, MeterValue newer) => newer.Received > older.Received && newer.Measurement.Number > 0
        ? older with { Measurement = older.Measurement with { Number = 0 }, Received = newer.Received }
        : older;

    /// <summary>Null where nothing tells: what was told last then holds as long as an instant does.</summary>
    private static MeterValue? NetOf(MeterValue import, MeterValue export)
    {
        MeterValue newer = import.Received >= export.Received ? import : export;
        decimal taken = import.Measurement.Number, fed = export.Measurement.Number;
        // 0 in the one direction alone leaves the other as it was last told, where that was the other way.
        bool known = import.Received == export.Received || (newer == import ? taken == 0 && fed > 0 : fed == 0 && taken > 0);
        return known ? newer with { Made = Power, Measurement = Measurement.OfNumber(PowerCode, taken - fed, Unit.Watt), Also = [] } : null;
    }

    /// <summary>The exact sum of all tariffs' registers; null where there are not two, or not all are of one telegram.</summary>
    private static MeterValue? SumOf(IReadOnlyList<MeterValue> values, Direction direction)
    {
        MeterValue[] tariffs =
        [
            .. values.Where(value => value.Quantity is { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Phase: 0, Tariff: > 0, Processing: Processing.None } quantity
                && quantity.Direction == direction),
        ];
        if (tariffs.Length < 2 || tariffs.Any(value => value.Received != tariffs[0].Received || value is not { IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.KilowattHour } }))
            return null;
        return tariffs[0] with
        {
            Measurement = tariffs[0].Measurement with { Number = tariffs.Sum(value => value.Measurement.Number), TakenAt = null },
            Also = [],
            Factor = null,
            Live = null,
        };
    }
}
