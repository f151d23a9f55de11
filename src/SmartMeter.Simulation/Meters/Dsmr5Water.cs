using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>DSMR 5.0 of a single-phase home whose submeters were replaced and moved: gas on channel 2, water on channel 3, and a message to read.</summary>
internal sealed class Dsmr5Water : SimulatedMeter
{
    public override string Name => "dsmr5-water";
    public override string Description => "DSMR 5, Sagemcom XS210: one phase, gas on channel 2, water on channel 3";
    public override string Countries => "NL";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(ThreePhases: false, GasAskedEverySeconds: 3600, WaterAskedEverySeconds: 3600);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = P1Writer.Hex(moment.Serial("E00990001", 17));
        P1Writer telegram = new P1Writer(@"Ene5\XS210 ESMR 5.0")
            .Text("1-3:0.2.8", "50")
            .Time("0-0:1.0.0", home.Local)
            .Text("0-0:96.1.1", id)
            .Number("1-0:1.8.1", home.ActiveImport.Tariff(1), "000000.000*kWh")
            .Number("1-0:1.8.2", home.ActiveImport.Tariff(2), "000000.000*kWh")
            .Number("1-0:2.8.1", home.ActiveExport.Tariff(1), "000000.000*kWh")
            .Number("1-0:2.8.2", home.ActiveExport.Tariff(2), "000000.000*kWh")
            .Text("0-0:96.14.0", $"000{home.Tariff}")
            .Number("1-0:1.7.0", home.PowerImport, "00.000*kW")
            .Number("1-0:2.7.0", home.PowerExport, "00.000*kW")
            .Number("0-0:96.7.21", 11, "00000")
            .Number("0-0:96.7.9", 0, "00000");
        DsmrLog.Add(telegram, []);
        telegram
            .Number("1-0:32.32.0", 2, "00000")
            .Number("1-0:32.36.0", 0, "00000")
            .Text("0-0:96.13.0", P1Writer.Hex("Work on the grid on Monday, 09:00-11:00"))
            .Number("1-0:32.7.0", home.Decivolts.L1, "000.0*V")
            .Number("1-0:31.7.0", home.Milliamperes.L1 / 1000, "000*A")
            .Number("1-0:21.7.0", home.PowerImport, "00.000*kW")
            .Number("1-0:22.7.0", home.PowerExport, "00.000*kW");
        AddSubmeter(telegram, 2, "003", P1Writer.Hex(moment.Serial("G00990001", 17)), home.Clock.At(home.Gas.TakenAt), home.Gas.Litres);
        AddSubmeter(telegram, 3, "007", P1Writer.Hex(moment.Serial("W00990001", 17)), home.Clock.At(home.Water.TakenAt), home.Water.Litres);
        return new SimulatedTelegram(telegram.End(), moment.At, telegram.Values) { MeterId = id, Timestamp = home.Local };
    }

    private static void AddSubmeter(P1Writer telegram, int channel, string type, string device, DateTimeOffset takenAt, long litres) => telegram
        .DeviceText($"0-{channel}:24.1.0", type, device)
        .DeviceText($"0-{channel}:96.1.0", device, device)
        .Taken($"0-{channel}:24.2.1", takenAt, litres, "00000.000*m3", device);
}
