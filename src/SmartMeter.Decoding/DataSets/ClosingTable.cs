using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>
/// Hungary's month table, which names no columns: <c>0-0:98.1.0(end of the month)(kWh)...(kvarh)...(kWh)(kW)...</c>, the registers as they stood then
/// and the month's peaks (E.ON Hungary, description of the P1 port of the Sanxing SX6x1). Each cell becomes a value under its register's code with F = 101,
/// the last billing period closed (IEC 62056-6-1, value group F), so that none is taken for a register of today.
/// The order is believed only where the units follow it and the totals are their tariffs' and directions' sums: any other table has no columns.
/// </summary>
internal static class ClosingTable
{
    private const byte LastPeriod = 101, Register = 8, Peak = 6;

    private const decimal Rounding = 0.002m;

    // Active import, its two tariffs, active export likewise, reactive import and export, the four quadrants, active import and export together;
    // the peaks of import and of export, each the greater of its tariffs'.
    private static readonly (ObisCode Code, Unit Unit)[] Columns =
    [
        .. Registers(Unit.KilowattHour, (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)),
        .. Registers(Unit.KilovarHour, (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0)),
        .. Registers(Unit.KilowattHour, (15, 0)),
        .. Peaks((1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)),
    ];

    /// <summary>Adds the cells of such a table; false where the reading holds no more. Any other table adds nothing.</summary>
    public static bool Add(scoped ref DataSetReader sets, DataSetValue value, Reading reading)
    {
        Span<decimal> cells = stackalloc decimal[Columns.Length];
        if (sets.Count != 1 + cells.Length || !value.TryStamp(sets[0], out MeterTime closed) || !TryRead(ref sets, value, cells) || !AddUp(cells))
            return true;
        for (int column = 0; column < cells.Length; column++)
        {
            if (!reading.Add(Measurement.OfNumber(Columns[column].Code, cells[column], Columns[column].Unit) with { TakenAt = closed }))
                return false;
        }
        return true;
    }

    private static bool TryRead(scoped ref DataSetReader sets, DataSetValue value, scoped Span<decimal> cells)
    {
        for (int column = 0; column < cells.Length; column++)
        {
            Measurement cell = value.Read(Columns[column].Code, sets[1 + column]);
            if (cell.Kind != ValueKind.Number || cell.Unit != Columns[column].Unit)
                return false;
            cells[column] = cell.Number;
        }
        return true;
    }

    private static bool AddUp(ReadOnlySpan<decimal> cells) =>
        IsSum(cells[0], cells[1], cells[2]) && IsSum(cells[3], cells[4], cells[5])
        && IsSum(cells[6], cells[8], cells[9]) && IsSum(cells[7], cells[10], cells[11]) && IsSum(cells[12], cells[0], cells[3])
        && cells[13] == decimal.Max(cells[14], cells[15]) && cells[16] == decimal.Max(cells[17], cells[18]);

    private static bool IsSum(decimal total, decimal one, decimal other) => decimal.Abs(total - one - other) <= Rounding;

    private static IEnumerable<(ObisCode, Unit)> Registers(Unit unit, params (byte C, byte E)[] codes) =>
        codes.Select(code => (new ObisCode(1, 0, code.C, Register, code.E, LastPeriod), unit));

    private static IEnumerable<(ObisCode, Unit)> Peaks(params (byte C, byte E)[] codes) =>
        codes.Select(code => (new ObisCode(1, 0, code.C, Peak, code.E, LastPeriod), Unit.Watt));
}
