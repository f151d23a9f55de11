using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>The meters of Wiener Netze: a clock and eight numbers by position, ciphered without a tag; that of Siemens names itself before them.</summary>
internal sealed class WienerNetze(string name, string model, string flag, bool named, HdlcAddressing addressing) : SimulatedMeter
{
    public static readonly IReadOnlyList<SimulatedMeter> All =
    [
        new WienerNetze("iskra-wien", "Iskraemeco AM550", "ISK", named: false, new([0xCF], [0x02, 0x23])),
        new WienerNetze("landis-e450-wien", "Landis+Gyr E450", "LGZ", named: false, new([0xCE, 0xFF], [0x03])),
        new WienerNetze("siemens-im350-wien", "Siemens IM350", "SMS", named: true, new([0xCF], [0x00, 0x02, 0x00, 0x23])),
    ];

    public override string Name => name;
    public override string Description => $"{model} of Wiener Netze: {(named ? 10 : 9)} positions, encrypted without a tag";
    public override string Countries => "AT";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Positions;
    public override Cipher Cipher => Cipher.Aes128;
    public override SerialLine Line { get; } = new(9600, "8N1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, null);
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        string? id = named ? moment.Serial($"{flag}103", 16) : null;
        CosemWriter list = new CosemWriter().Structure(named ? 10 : 9);
        if (id is not null)
            list.Text(ListCodes.LogicalDeviceName, AxdrTag.OctetString, id);
        list.Time(ListCodes.Clock, now)
            .Energies(home)
            .Powers(home);
        uint counter = moment.FrameCounter;
        byte[] plain = DataNotification.Build(counter, NotificationTime.Octets, now, list.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle(flag, moment.Seed), Keys.Encryption, null);
        byte[] bytes = HdlcFrame.BuildWithLlc(addressing, ciphering.Apply(counter, plain));
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = id, Timestamp = home.Local };
    }
}
