using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Kaifa MA309M of western Austria: self-describing structures, ciphered without a tag, over two wired M-Bus frames.</summary>
internal sealed class KaifaAustria : SimulatedMeter
{
    private const int SegmentLength = 245;

    public override string Name => "kaifa-austria";
    public override string Description => "Kaifa MA309M of Tinetz, Salzburg and Vorarlberg: wired M-Bus, encrypted, three phases";
    public override string Countries => "AT";
    public override string Framing => "mbus";
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override Cipher Cipher => Cipher.Aes128;
    public override SerialLine Line { get; } = new(2400, "8E1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, null);
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("1KFM0299", 14);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        CosemWriter list = new CosemWriter().Structure(16).Name(ListCodes.Clock).Time(ListCodes.Clock, now);
        SelfDescribed.AddText(list, ListCodes.SerialNumber, AxdrTag.OctetString, serial);
        SelfDescribed.AddText(list, ListCodes.LogicalDeviceName, AxdrTag.OctetString, moment.Serial("KFM12002990", 16));
        SelfDescribed.AddVoltages(list, home);
        SelfDescribed.AddCurrents(list, home, AxdrTag.UInt16, -2);
        SelfDescribed.Add(list, ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt);
        SelfDescribed.Add(list, ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt);
        SelfDescribed.AddEnergies(list, home, 0);
        byte[] plain = DataNotification.Build(moment.FrameCounter, NotificationTime.Octets, now, list.ToArray());
        // The meter says suite 1, whose ciphering is that of suite 0.
        Ciphering ciphering = new(TestKeys.SystemTitle("KFM", moment.Seed), Keys.Encryption, null) { Suite = 1 };
        byte[] bytes = WiredMBusFrame.Segmented(ciphering.Apply(moment.FrameCounter, plain), SegmentLength);
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }
}
