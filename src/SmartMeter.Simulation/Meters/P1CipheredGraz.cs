using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Energienetze Steiermark and Graz: ciphered P1 with whole watt-hours and watts, and no id inside.</summary>
internal sealed class P1CipheredGraz : SimulatedMeter
{
    public override string Name => "sagemcom-graz";
    public override string Description => "Sagemcom T210-D-r of Graz: encrypted P1 in Wh and W";
    public override string Countries => "AT";
    public override string Framing => "apdu";
    public override ListKind ListKind => ListKind.Text;
    public override Cipher Cipher => Cipher.Aes128WithTag;
    public override SerialLine Line { get; } = new(115200, "8N1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, TestKeys.Authentication);
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        P1Writer telegram = new P1Writer(@"EST5\253990000_A").Text("1-3:0.2.8", "50").Time("0-0:1.0.0", home.Local);
        AddEnergy(telegram, 1, home.ActiveImport, "Wh");
        telegram.Number("1-0:1.7.0", home.PowerImport, "000000000*W");
        AddEnergy(telegram, 2, home.ActiveExport, "Wh");
        telegram.Number("1-0:2.7.0", home.PowerExport, "000000000*W");
        AddEnergy(telegram, 3, home.ReactiveImport, "varh");
        telegram.Number("1-0:3.7.0", home.ReactiveImportPower, "000000000*var");
        AddEnergy(telegram, 4, home.ReactiveExport, "varh");
        telegram.Number("1-0:4.7.0", home.ReactiveExportPower, "000000000*var");

        Ciphering ciphering = new(TestKeys.SystemTitle("SAG", moment.Seed), Keys.Encryption, Keys.Authentication) { Length = CipheredLength.TwoOctets };
        byte[] bytes = ciphering.Apply(moment.FrameCounter, telegram.End());
        return new SimulatedTelegram(bytes, moment.At, telegram.Values) { Timestamp = home.Local };
    }

    private static void AddEnergy(P1Writer telegram, int c, EnergyRegister register, string unit) => telegram
        .Number($"1-0:{c}.8.0", register.Total, "000000000*" + unit)
        .Number($"1-0:{c}.8.1", register.Tariff(1), "000000000*" + unit)
        .Number($"1-0:{c}.8.2", register.Tariff(2), "000000000*" + unit);
}
