using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Siemens IM350 and Iskra AM550 of Austrian grids: 12 positions, ciphered without a tag, behind a four-octet HDLC address.</summary>
internal sealed class SiemensIm350 : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0xCF], [0x00, 0x02, 0x00, 0x23]);
    private static readonly ObisCode PushSetup = ObisCode.Parse("0-6:25.9.0");

    public override string Name => "siemens-im350";
    public override string Description => "Siemens IM350 of Austria: 12 positions, encrypted without a tag, four-octet address";
    public override string Countries => "AT";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Positions;
    public override Cipher Cipher => Cipher.Aes128;
    public override SerialLine Line { get; } = new(115200, "8N1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, null);
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("222199", 13);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        byte[] octets = now.Octets();
        CosemWriter list = new CosemWriter().Structure(12)
            .Name(PushSetup)
            .Text(ListCodes.SerialNumber, AxdrTag.OctetString, serial)
            .String(AxdrTag.OctetString, octets.AsSpan(5, 4))
            .String(AxdrTag.OctetString, octets.AsSpan(0, 5))
            .Energies(home)
            .Value(ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
            .Value(ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt)
            .String(AxdrTag.OctetString, [])
            .String(AxdrTag.OctetString, []);
        uint counter = moment.FrameCounter;
        byte[] plain = DataNotification.Build(counter - 1, NotificationTime.Octets, now, list.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle("SMS", moment.Seed), Keys.Encryption, null);
        byte[] bytes = HdlcFrame.BuildWithLlc(Addressing, ciphering.Apply(counter, plain));
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }
}
