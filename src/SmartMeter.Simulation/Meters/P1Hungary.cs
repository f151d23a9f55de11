using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>P1 as E.ON Hungary has it: all four quadrants and tariffs, power factors, frequency, and last month's registers in one line of more than 256 bytes.</summary>
internal sealed class P1Hungary : SimulatedMeter
{
    private const string Energy = "000000.000*kWh", Reactive = "000000.000*kvarh", Peak = "00.000*kW", LastPeriod = "*101";

    public override string Name => "p1-hungary";
    public override string Description => "Hungarian P1, Sanxing S34U18: three phases, quadrants, power factors";
    public override string Countries => "HU";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = moment.Serial("990300", 14);
        P1Writer telegram = new P1Writer(@"AUX5UXXXXXXXXXXXXX")
            .Time("0-0:1.0.0", home.Local)
            .Text("0-0:42.0.0", moment.Serial("AUX1030990", 16))
            .Text("0-0:96.1.0", id)
            .Text("0-0:96.14.0", $"000{home.Tariff}")
            .Text("0-0:96.3.10", "1")
            .Number("0-0:17.0.0", 90000, "00.000*kW");
        AddEnergies(telegram, home);
        DsmrPhases.AddVoltages(telegram, home, "000.0*V");
        DsmrPhases.AddCurrents(telegram, home, 1000, "000*A");
        telegram
            .Number("1-0:13.7.0", home.PowerFactor(0), "0.000")
            .Number("1-0:33.7.0", home.PowerFactor(1), "0.000")
            .Number("1-0:53.7.0", home.PowerFactor(2), "0.000")
            .Number("1-0:73.7.0", home.PowerFactor(3), "0.000")
            .Number("1-0:14.7.0", home.Millihertz / 10, "00.00*Hz")
            .Number("1-0:1.7.0", home.PowerImport, "00.000*kW")
            .Number("1-0:2.7.0", home.PowerExport, "00.000*kW");
        AddLastMonth(telegram, home);
        telegram.Text("0-0:96.13.0", "");
        return new SimulatedTelegram(telegram.End(), moment.At, telegram.Values) { MeterId = id, Timestamp = home.Local };
    }

    private static readonly ObisCode LastMonth = ObisCode.Parse("0-0:98.1.0");

    private static void AddEnergies(P1Writer telegram, Home home)
    {
        telegram.Number("1-0:1.8.0", home.ActiveImport.Total, Energy);
        for (int tariff = 1; tariff <= 4; tariff++)
            telegram.Number($"1-0:1.8.{tariff}", home.ActiveImport.Tariff(tariff), Energy);
        telegram.Number("1-0:2.8.0", home.ActiveExport.Total, Energy);
        for (int tariff = 1; tariff <= 4; tariff++)
            telegram.Number($"1-0:2.8.{tariff}", home.ActiveExport.Tariff(tariff), Energy);
        telegram.Number("1-0:3.8.0", home.ReactiveImport.Total, Reactive).Number("1-0:4.8.0", home.ReactiveExport.Total, Reactive);
        for (int quadrant = 1; quadrant <= 4; quadrant++)
            telegram.Number($"1-0:{quadrant + 4}.8.0", home.Quadrant(quadrant), Reactive);
        telegram.Number("1-0:15.8.0", home.ActiveImport.Total + home.ActiveExport.Total, Energy);
    }

    // The line names no columns: it stands as it is, and its cells under the registers as they closed.
    private static void AddLastMonth(P1Writer telegram, Home home)
    {
        DateTimeOffset local = home.Local, closed = new(local.Year, local.Month, 1, 0, 0, 0, local.Offset);
        (string Code, long Value, string Template)[] cells = [.. Closed(home)];
        string table = $"({P1Writer.Stamp(closed)}){string.Concat(cells.Select(cell => $"({P1Writer.Write(cell.Value, cell.Template)})"))}";
        telegram.Line("0-0:98.1.0" + table);
        telegram.Expect(new ExpectedValue(LastMonth) { Text = table });
        foreach ((string code, long value, string template) in cells)
            telegram.Expect(P1Writer.Read(code + LastPeriod, value, template) with { TakenAt = closed });
    }

    private static IEnumerable<(string Code, long Value, string Template)> Closed(Home home)
    {
        long imported1 = home.ActiveImport.Tariff(1) / 2, imported2 = home.ActiveImport.Tariff(2) / 2;
        long exported1 = home.ActiveExport.Tariff(1) / 2, exported2 = home.ActiveExport.Tariff(2) / 2;
        long imported = imported1 + imported2, exported = exported1 + exported2;
        yield return ("1-0:1.8.0", imported, Energy);
        yield return ("1-0:1.8.1", imported1, Energy);
        yield return ("1-0:1.8.2", imported2, Energy);
        yield return ("1-0:2.8.0", exported, Energy);
        yield return ("1-0:2.8.1", exported1, Energy);
        yield return ("1-0:2.8.2", exported2, Energy);
        long[] quadrants = [.. Enumerable.Range(1, 4).Select(quadrant => home.Quadrant(quadrant) / 2)];
        yield return ("1-0:3.8.0", quadrants[0] + quadrants[1], Reactive);
        yield return ("1-0:4.8.0", quadrants[2] + quadrants[3], Reactive);
        for (int quadrant = 0; quadrant < 4; quadrant++)
            yield return ($"1-0:{quadrant + 5}.8.0", quadrants[quadrant], Reactive);
        yield return ("1-0:15.8.0", imported + exported, Energy);
        long peak = home.Peaks.History[^1].Peak.Watts;
        yield return ("1-0:1.6.0", peak, Peak);
        yield return ("1-0:1.6.1", peak * 3 / 4, Peak);
        yield return ("1-0:1.6.2", peak, Peak);
        yield return ("1-0:2.6.0", peak / 2, Peak);
        yield return ("1-0:2.6.1", peak / 2, Peak);
        yield return ("1-0:2.6.2", peak / 3, Peak);
    }
}
