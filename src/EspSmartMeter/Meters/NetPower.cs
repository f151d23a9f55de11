using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>The power of both directions as one, where a meter sends each by itself, and not always both in one telegram.</summary>
internal static class NetPower
{
    /// <summary>The power of one direction: 0 where a newer one of the other proves it.</summary>
    /// <remarks>A meter that takes from the grid gives nothing to it: a list that sends one direction alone (Kaifa's list 1) tells both while that is above 0.</remarks>
    public static MeterValue Proven(MeterValue older, MeterValue newer) => newer.Received > older.Received && newer.Measurement.Number > 0
        ? older with { Measurement = older.Measurement with { Number = 0 }, Received = newer.Received }
        : older;

    /// <summary>Positive from the grid. Null where nothing tells: what was told last then holds as long as an instant does.</summary>
    /// <param name="import">Proven.</param>
    /// <param name="export">Proven.</param>
    public static (decimal Watts, MeterValue Newer)? Of(MeterValue import, MeterValue export)
    {
        MeterValue newer = import.Received >= export.Received ? import : export;
        decimal taken = import.Measurement.Number, fed = export.Measurement.Number;
        // 0 in the one direction alone leaves the other as it was last told, where that was the other way.
        bool known = import.Received == export.Received || (newer == import ? taken == 0 && fed > 0 : fed == 0 && taken > 0);
        return known ? (taken - fed, newer) : null;
    }

    /// <summary>
    /// What flows through a meter by those of its values that count, in W, positive from the grid: as it says itself, else import less export, else its total with the
    /// direction of its phases; null where none of them tells.
    /// </summary>
    public static decimal? Of(IReadOnlyList<MeterValue> values)
    {
        MeterValue? net = null, import = null, export = null;
        bool sendsExport = false;
        foreach (MeterValue value in values)
        {
            sendsExport |= value is { SubmeterId: null, Key: "power_export" };
            if (value is not { SubmeterId: null, IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.Watt } })
                continue;
            switch (value.Key)
            {
                case "power_net": net = value; break;
                case "power_import": import = value; break;
                case "power_export": export = value; break;
            }
        }
        return net?.Measurement.Number ?? Signed(import, export, sendsExport) ?? PhasePowers.Signed(values)?.Watts;
    }

    /// <summary>Import less export; of one alone what it proves: above 0 it is all that flows, 0 only where the meter does not send the other.</summary>
    /// <param name="import">Null: it is not known.</param>
    /// <param name="export">Null: it is not known.</param>
    /// <param name="sendsExport">The meter sends the export, known or not.</param>
    public static decimal? Signed(MeterValue? import, MeterValue? export, bool sendsExport)
    {
        if (import is not null && export is not null)
            return Proven(import, export).Measurement.Number - Proven(export, import).Measurement.Number;
        if (import is not null)
            return import.Measurement.Number > 0 || !sendsExport ? import.Measurement.Number : null;
        return export is { Measurement.Number: > 0 } ? -export.Measurement.Number : null;
    }
}
