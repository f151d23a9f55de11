using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>DSMR 5.0 as Dutch three-phase meters send it each second, with an hourly gas meter on channel 1 and a removed one on channel 2.</summary>
internal sealed class Dsmr5Gas : SimulatedMeter
{
    public override string Name => "dsmr5-gas";
    public override string Description => "DSMR 5, Iskra AM550: three phases, solar, gas";
    public override string Countries => "NL";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = P1Writer.Hex(moment.Serial("E00990000", 17));
        P1Writer telegram = new P1Writer(@"ISK5\2M550T-1012")
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
            .Number("0-0:96.7.21", 6, "00000")
            .Number("0-0:96.7.9", 2, "00000");
        DsmrLog.Add(telegram, DsmrLog.TwoFailures);
        DsmrPhases.AddSagsAndSwells(telegram);
        telegram.Text("0-0:96.13.0", "");
        DsmrPhases.AddVoltages(telegram, home, "000.0*V");
        DsmrPhases.AddCurrents(telegram, home, 10, "000.00*A");
        DsmrPhases.AddPowers(telegram, home, "00.000*kW");
        AddGas(telegram, home, P1Writer.Hex(moment.Serial("G00990000", 17)));
        telegram.Text("0-2:24.1.0", "003").Text("0-2:96.1.0", "");
        return new SimulatedTelegram(telegram.End(), moment.At, telegram.Values) { MeterId = id, Timestamp = home.Local };
    }

    private static void AddGas(P1Writer telegram, Home home, string device) => telegram
        .DeviceText("0-1:24.1.0", "003", device)
        .DeviceText("0-1:96.1.0", device, device)
        .Taken("0-1:24.2.1", home.Clock.At(home.Gas.TakenAt), home.Gas.Litres, "00000.000*m3", device);
}
