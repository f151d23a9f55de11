using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>DSMR 4.2, every 10 seconds: currents in whole amperes, no voltages, a power failure log with a stamp from before the clock was set.</summary>
internal sealed class Dsmr42 : SimulatedMeter
{
    private static readonly DateTimeOffset ClockNeverSet = new(2000, 1, 1, 0, 0, 1, TimeSpan.FromHours(1));

    public override string Name => "dsmr42";
    public override string Description => "DSMR 4.2, Landis+Gyr E350: three phases, gas";
    public override string Countries => "NL";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(115200, "8N1");

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = P1Writer.Hex(moment.Serial("E00990002", 17));
        string device = P1Writer.Hex(moment.Serial("G00990002", 17));
        P1Writer telegram = new P1Writer("XMX5LGBBFFB990000000")
            .Text("1-3:0.2.8", "42")
            .Time("0-0:1.0.0", home.Local)
            .Text("0-0:96.1.1", id)
            .Number("1-0:1.8.1", home.ActiveImport.Tariff(1), "000000.000*kWh")
            .Number("1-0:2.8.1", home.ActiveExport.Tariff(1), "000000.000*kWh")
            .Number("1-0:1.8.2", home.ActiveImport.Tariff(2), "000000.000*kWh")
            .Number("1-0:2.8.2", home.ActiveExport.Tariff(2), "000000.000*kWh")
            .Text("0-0:96.14.0", $"000{home.Tariff}")
            .Number("1-0:1.7.0", home.PowerImport, "00.000*kW")
            .Number("1-0:2.7.0", home.PowerExport, "00.000*kW")
            .Number("0-0:96.7.21", 3, "00000")
            .Number("0-0:96.7.9", 1, "00000");
        DsmrLog.Add(telegram, [(ClockNeverSet, int.MaxValue)]);
        DsmrPhases.AddSagsAndSwells(telegram);
        telegram.Text("0-0:96.13.1", "").Text("0-0:96.13.0", "");
        DsmrPhases.AddCurrents(telegram, home, 1000, "000*A");
        DsmrPhases.AddPowers(telegram, home, "00.000*kW");
        telegram
            .DeviceText("0-1:24.1.0", "003", device)
            .DeviceText("0-1:96.1.0", device, device)
            .Taken("0-1:24.2.1", home.Clock.At(home.Gas.TakenAt), home.Gas.Litres, "00000.000*m3", device);
        return new SimulatedTelegram(telegram.End(), moment.At, telegram.Values) { MeterId = id, Timestamp = home.Local };
    }
}
