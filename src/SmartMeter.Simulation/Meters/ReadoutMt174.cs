using System.Globalization;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Iec62056;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>An optical head's readout of an Iskra MT174: whole codes with *255, the values of past months, STX, ETX and a block check character.</summary>
internal sealed class ReadoutMt174 : SimulatedMeter
{
    public override string Name => "iec62056-mt174";
    public override string Description => "Iskra MT174: IEC 62056-21 readout with block check, tariffs, past months";
    public override string Countries => "DE";
    public override string Framing => "iec62056-21";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(9600, "7E1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(30);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("6399", 8);
        ReadoutWriter readout = new ReadoutWriter("ISk5MT174-0001")
            .Text("1-0:0.9.1*255", "1-0:0.9.1", home.Local.ToString("HHmmss", CultureInfo.InvariantCulture))
            .Text("1-0:0.0.0*255", "1-0:0.0.0", serial)
            .Number("1-0:1.7.0*255", "1-0:1.7.0", home.PowerImport, "00.000*kW")
            .Number("1-0:2.7.0*255", "1-0:2.7.0", home.PowerExport, "00.000*kW")
            .Number("1-0:1.8.0*255", "1-0:1.8.0", home.ActiveImport.Total, "0000000.000*kWh")
            .Number("1-0:1.8.1*255", "1-0:1.8.1", home.ActiveImport.Tariff(1), "0000000.000*kWh")
            .Number("1-0:1.8.2*255", "1-0:1.8.2", home.ActiveImport.Tariff(2), "0000000.000*kWh")
            .Number("1-0:2.8.0*255", "1-0:2.8.0", home.ActiveExport.Total, "0000000.000*kWh")
            .Number("1-0:1.8.0*01", "1-0:1.8.0*1", 7_111_222, "0000000.000*kWh")
            .Number("1-0:1.8.0*02", "1-0:1.8.0*2", 7_000_111, "0000000.000*kWh");
        return new SimulatedTelegram(readout.EndWithBlockCheck(), moment.At, readout.Values) { MeterId = serial };
    }
}
