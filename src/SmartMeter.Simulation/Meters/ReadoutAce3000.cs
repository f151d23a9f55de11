using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Iec62056;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>A mode D push with abbreviated codes, without A and B, with letters, and without any checksum.</summary>
internal sealed class ReadoutAce3000 : SimulatedMeter
{
    public override string Name => "iec62056-ace3000";
    public override string Description => "Itron ACE3000: IEC 62056-21 mode D, abbreviated codes, no checksum";
    public override string Countries => "DE";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(9600, "7E1");
    public override bool Checksummed => false;
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("9900", 16);
        ReadoutWriter readout = new ReadoutWriter(@"ACE0\3k260V99.00")
            .Text("F.F", "1-0:97.97.0", "00")
            .Text("C.1", "1-0:96.1.0", serial)
            .Text("C.5.0", "1-0:96.5.0", "00")
            .Number("1.8.0", "1-0:1.8.0", home.ActiveImport.Total / 100, "000000.0*kWh")
            .Number("2.8.0", "1-0:2.8.0", home.ActiveExport.Total / 100, "000000.0*kWh");
        return new SimulatedTelegram(readout.End(), moment.At, readout.Values) { MeterId = serial };
    }
}
