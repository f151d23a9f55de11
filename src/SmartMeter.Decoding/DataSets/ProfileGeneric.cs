using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>
/// Data sets that hold a small table, <c>code(n)(column)...(stamp)(cell)...(stamp)(cell)...</c>: the power failure log
/// <c>1-0:99.97.0(n)(0-0:96.7.19)(stamp)(s)...</c> (DSMR 5.0.2, 6.12), Israel's load profile
/// <c>1-0:99.1.0(n)(0-0:96.10.7)(1-0:1.29.0)(1-0:2.29.0)(stamp)(status)(kWh)(kWh)...</c>, and the Belgian peak history
/// <c>0-0:98.1.0(n)(1-0:1.6.0)(1-0:1.6.0)(month)(stamp)(kW)...</c> (eMUCS 1.7.1, 6.4). Each cell becomes a value under its column's code with
/// the stamp of its row; a column that is named twice holds its moment and its value. Where that is the only one, the value stays under the table's own
/// code.
/// </summary>
internal static class ProfileGeneric
{
    public static bool IsOne(ObisCode code) => code.C is 98 or 99;

    public static bool Add(ObisCode code, ref DataSetReader sets, DataSetValue value, Reading reading)
    {
        int columns = 0;
        while (columns + 1 < sets.Count && ObisCode.TryParse(sets[columns + 1], 0, out _) && sets[columns + 1].Contains((byte)':'))
            columns++;
        int first = columns + 1, width = first, cells = sets.Count - first;
        if (cells > 0 && sets[sets.Count - 1].IsEmpty && cells % width != 0)
            cells--;
        if (columns == 0 || cells % width != 0)
            return AddAsText(code, ref sets, value, reading) && ClosingTable.Add(ref sets, value, reading);

        bool history = columns == 2 && sets[1].SequenceEqual(sets[2]);
        if (!history && !reading.Add(value.Read(code, sets[0])))
            return false;
        if (history && cells == 0)
            return reading.Add(Measurement.OfNull(code));
        for (int row = first; row < first + cells; row += width)
        {
            if (history ? !AddPeak(code, ref sets, row, value, reading) : !AddRow(ref sets, row, columns, value, reading))
                return false;
        }
        return true;
    }

    private static bool AddPeak(ObisCode code, ref DataSetReader sets, int row, DataSetValue value, Reading reading)
    {
        // A month without a peak has digits for its moment that name none.
        MeterTime? taken = value.TryStamp(sets[row + 1], out MeterTime time) ? time : null;
        return reading.Add(value.Read(code, sets[row + 2]) with { TakenAt = taken });
    }

    private static bool AddRow(ref DataSetReader sets, int row, int columns, DataSetValue value, Reading reading)
    {
        MeterTime? taken = value.TryStamp(sets[row], out MeterTime time) ? time : null;
        for (int column = 1; column <= columns; column++)
        {
            _ = ObisCode.TryParse(sets[column], 0, out ObisCode code);
            MeterTime? own = taken;
            if (column < columns && sets[column].SequenceEqual(sets[column + 1]))
                own = value.TryStamp(sets[row + column++], out time) ? time : null;
            if (!reading.Add(value.Read(code, sets[row + column]) with { TakenAt = own }))
                return false;
        }
        return true;
    }

    // No columns are named, or the cells do not fill them: the table is kept as it stands.
    private static bool AddAsText(ObisCode code, ref DataSetReader sets, DataSetValue value, Reading reading)
    {
        Span<byte> text = stackalloc byte[4096];
        int length = 0;
        for (int group = 0; group < sets.Count; group++)
        {
            bool fits = length + sets[group].Length + CutOff.Length + 4 <= text.Length;
            ReadOnlySpan<byte> written = fits ? sets[group] : CutOff;
            text[length++] = (byte)'(';
            written.CopyTo(text[length..]);
            length += written.Length;
            text[length++] = (byte)')';
            if (!fits)
                break;
        }
        return reading.Add(Measurement.OfText(code, value.Text(text[..length])));
    }

    private static ReadOnlySpan<byte> CutOff => "..."u8;
}
