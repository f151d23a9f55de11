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
}
