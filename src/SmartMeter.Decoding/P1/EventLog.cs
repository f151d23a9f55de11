using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.P1;

/// <summary>
/// Data sets that hold a small table: the power failure log <c>1-0:99.97.0(n)(0-0:96.7.19)(stamp)(s)...</c> (DSMR 5.0.2, 6.12) and the Belgian
/// peak history <c>0-0:98.1.0(n)(code)(code)(month)(stamp)(kW)...</c> (eMUCS 1.7.1, 6.4). Each row becomes a value with its stamp.
/// </summary>
internal static class EventLog
{
    public static bool IsOne(ObisCode code) => code.C is 98 or 99;

    public static bool Add(ObisCode code, ref DataSetReader sets, DataSetValue value, Reading reading)
    {
        int codes = 1;
        while (codes < sets.Count && sets[codes].Contains((byte)':'))
            codes++;
        if (codes == 1 || !ObisCode.TryParse(sets[1], 0, out ObisCode column))
            return AddAsText(code, ref sets, value, reading);

        // One code: rows of (stamp)(value), kept under that code. Two: rows of (month)(stamp)(value), kept under the log's own.
        bool history = codes > 2;
        int width = history ? 3 : 2;
        ObisCode row = history ? code : column;
        if (!history && !reading.Add(value.Read(code, sets[0])))
            return false;
        for (int group = codes; group + width <= sets.Count; group += width)
        {
            Measurement measurement = value.Read(row, sets[group + width - 1]);
            bool stamped = value.TryStamp(sets[group + width - 2], out MeterTime time) || value.TryStamp(sets[group], out time);
            if (!reading.Add(measurement with { TakenAt = stamped ? time : null }))
                return false;
        }
        return true;
    }

    // No columns are named: the table is kept as it stands.
    private static bool AddAsText(ObisCode code, ref DataSetReader sets, DataSetValue value, Reading reading)
    {
        Span<byte> text = stackalloc byte[1024];
        int length = 0;
        for (int group = 0; group < sets.Count && length + sets[group].Length + 2 <= text.Length; group++)
        {
            text[length++] = (byte)'(';
            sets[group].CopyTo(text[length..]);
            length += sets[group].Length;
            text[length++] = (byte)')';
        }
        return reading.Add(Measurement.OfText(code, value.Text(text[..length])));
    }
}
