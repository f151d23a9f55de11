using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// A meter of no particular maker that keeps to the standards alone: self-describing items in a data-notification, in the wrapper or in HDLC, plain,
/// with dedicated keys, or with 256-bit ones.
/// </summary>
internal sealed class DescribedMeter(string name, string description, string framing, Cipher cipher, byte apduTag) : SimulatedMeter
{
    private const byte MeterPort = 1, ClientPort = 103;
    private static readonly HdlcAddressing Addressing = new([0x03], [0x21]);

    public override string Name => name;
    public override string Description => description;
    public override string Countries => "";
    public override string Framing => framing;
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override Cipher Cipher => cipher;
    public override SerialLine Line { get; } = new(9600, "8N1");
    public override bool Checksummed => framing == "hdlc" || cipher != Cipher.None;

    public override SimulatedKeys? Keys => cipher switch
    {
        Cipher.None => null,
        Cipher.Aes256WithTag => new SimulatedKeys(TestKeys.Encryption256, TestKeys.Authentication256),
        _ => new SimulatedKeys(TestKeys.Encryption, TestKeys.Authentication),
    };

    private protected override HomeOptions Options { get; } = new(Solar: true);

    public static IEnumerable<SimulatedMeter> All =>
    [
        new DescribedMeter("wrapper", "Any DLMS meter, wrapper: self-describing, plain", "wrapper", Cipher.None, 0),
        new DescribedMeter("wrapper-dedicated", "Any DLMS meter, wrapper: general-ded-ciphering", "wrapper", Cipher.Aes128WithTag, Ciphering.GeneralDed),
        new DescribedMeter("dlms-suite-2", "Any DLMS meter, HDLC: security suite 2, 256-bit keys", "hdlc", Cipher.Aes256WithTag, Ciphering.GeneralGlo),
    ];

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("9900", 10);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        CosemWriter list = new CosemWriter().Array(16);
        list.Structure(2).Name(ListCodes.Clock).Time(ListCodes.Clock, now);
        SelfDescribed.AddText(list, ListCodes.SerialNumber, AxdrTag.VisibleString, serial);
        SelfDescribed.AddPowers(list, home);
        SelfDescribed.AddVoltages(list, home);
        SelfDescribed.AddCurrents(list, home, AxdrTag.UInt16, -2);
        SelfDescribed.AddEnergies(list, home, 0);
        byte[] plain = DataNotification.Build((uint)moment.Number, NotificationTime.Octets, now, list.ToArray());
        byte[] bytes = Frame(Apdu(plain, moment));
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }

    private byte[] Apdu(byte[] plain, MeterMoment moment)
    {
        if (Keys is not SimulatedKeys keys)
            return plain;
        byte suite = cipher == Cipher.Aes256WithTag ? (byte)2 : (byte)0;
        Ciphering ciphering = new(TestKeys.SystemTitle("ESM", moment.Seed), keys.Encryption, keys.Authentication) { ApduTag = apduTag, Suite = suite };
        return ciphering.Apply(moment.FrameCounter, plain);
    }

    private byte[] Frame(byte[] apdu) => framing == "hdlc"
        ? HdlcFrame.BuildWithLlc(Addressing, apdu)
        : WrapperFrame.Build(MeterPort, ClientPort, apdu);
}
