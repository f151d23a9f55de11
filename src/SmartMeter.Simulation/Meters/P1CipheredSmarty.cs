using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Luxembourg's Smarty: a P1 telegram as the plaintext of a bare general-glo-ciphering APDU, authenticated with a key that is the same for all.</summary>
internal sealed class P1CipheredSmarty : SimulatedMeter
{
    public override string Name => "smarty-luxembourg";
    public override string Description => "Smarty, Sagemcom T210-D: encrypted P1, three phases, solar, gas";
    public override string Countries => "LU";
    public override string Framing => "apdu";
    public override ListKind ListKind => ListKind.Text;
    public override Cipher Cipher => Cipher.Aes128WithTag;
    public override SerialLine Line { get; } = new(115200, "8N1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, TestKeys.LuxembourgAuthentication);
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = P1Writer.Hex(moment.Serial("SAG103099", 16));
        string device = P1Writer.Hex(moment.Serial("FLO99000", 13));
        P1Writer telegram = new P1Writer(@"Lux5\253990000_D")
            .Text("1-3:0.2.8", "42")
            .Time("0-0:1.0.0", home.Local)
            .Text("0-0:42.0.0", id)
            .Number("1-0:1.8.0", home.ActiveImport.Total, "000000.000*kWh")
            .Number("1-0:2.8.0", home.ActiveExport.Total, "000000.000*kWh")
            .Number("1-0:3.8.0", home.ReactiveImport.Total, "000000.000*kvarh")
            .Number("1-0:4.8.0", home.ReactiveExport.Total, "000000.000*kvarh")
            .Number("1-0:1.7.0", home.PowerImport, "00.000*kW")
            .Number("1-0:2.7.0", home.PowerExport, "00.000*kW")
            .Number("1-0:3.7.0", home.ReactiveImportPower, "00.000*kvar")
            .Number("1-0:4.7.0", home.ReactiveExportPower, "00.000*kvar")
            .Number("0-0:17.0.0", 276, "000.0*kVA")
            .Number("1-0:9.7.0", home.Power.Sum >= 0 ? home.Apparent : 0, "00.000*kVA")
            .Number("1-0:10.7.0", home.Power.Sum < 0 ? home.Apparent : 0, "00.000*kVA")
            .Text("0-0:96.3.10", "1")
            .Number("0-0:96.7.21", 7, "00000");
        DsmrPhases.AddSagsAndSwells(telegram);
        telegram.Text("0-0:96.13.0", "").Text("0-0:96.13.2", "");
        DsmrPhases.AddVoltages(telegram, home, "000.0*V");
        DsmrPhases.AddCurrents(telegram, home, 1000, "000*A");
        DsmrPhases.AddPowers(telegram, home, "00.000*kW");
        telegram
            .DeviceText("0-1:24.1.0", "003", device)
            .DeviceText("0-1:96.1.0", device, device)
            .Taken("0-1:24.2.1", home.Clock.At(home.Gas.TakenAt), home.Gas.Litres, "00000.000*m3", device)
            .DeviceText("0-1:24.4.0", "1", device);

        Ciphering ciphering = new(TestKeys.SystemTitle("SAG", moment.Seed), Keys.Encryption, Keys.Authentication) { Length = CipheredLength.TwoOctets };
        byte[] bytes = ciphering.Apply(moment.FrameCounter, telegram.End());
        return new SimulatedTelegram(bytes, moment.At, telegram.Values) { MeterId = id, Timestamp = home.Local };
    }
}
