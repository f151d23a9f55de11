using System.Globalization;
using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Lists;

/// <summary>What the nodes of a payload mean: codes, scales and units from the payload itself, or from the list that it was read by.</summary>
internal static class ListNotes
{
    /// <summary>The notes, by the index of the node.</summary>
    /// <param name="document">The payload.</param>
    /// <param name="reading">What came of it; null: nothing.</param>
    /// <param name="lists">The lists that there are.</param>
    public static Dictionary<int, string> Of(AxdrDocument document, Reading? reading, ListCatalogue lists)
    {
        Dictionary<int, string> notes = [];
        ListTable? table = Array.Find(lists.Tables, table => table.Shape == ListShape.Positions && table.Name == reading?.List && table.Values.Length == document[0].Length);
        if (table is not null)
            AddPositions(table, document, reading!, notes);
        else
            AddEntries(document, reading, notes);
        return notes;
    }

    private static void AddPositions(ListTable table, AxdrDocument document, Reading reading, Dictionary<int, string> notes)
    {
        int at = 1;
        foreach (ListValue value in table.Values)
        {
            if (value.Code is ObisCode code)
                notes[at] = Meaning(code, reading);
            at = document[at].Next;
        }
    }

    private static void AddEntries(AxdrDocument document, Reading? reading, Dictionary<int, string> notes)
    {
        RegisterEntries entries = new();
        entries.Find(document);
        foreach (RegisterEntry entry in entries.All)
        {
            notes[entry.Value] = Meaning(entry.Code, reading);
            if (entry.ScalerUnit is not (sbyte scaler, byte unit))
                continue;
            // They stand behind the value, or before it in the list of objects.
            int beside = document[entry.Value].Next;
            if (!document.TryScalerUnit(beside, out _))
                continue;
            notes[beside + 1] = string.Create(CultureInfo.InvariantCulture, $"scaler, 10^{scaler}");
            notes[beside + 2] = $"unit {WireUnit.FromCosem(unit).Unit.Symbol() ?? "that is not known"}";
        }
    }

    private static string Meaning(ObisCode code, Reading? reading) =>
        reading is not null && (reading.TryFind(code, out Measurement value) || reading.TryFind(Catalogue.Normal(code), out value))
            ? $"{MeasuredText.Of(code)} = {MeasuredText.Of(value)}"
            : MeasuredText.Of(code);
}
