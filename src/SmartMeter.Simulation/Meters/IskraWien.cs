using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;

namespace SmartMeter.Simulation.Meters;

/// <summary>Iskraemeco AM550 of Wiener Netze: a clock and eight numbers by position, ciphered without a tag.</summary>
internal sealed class IskraWien : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0xCF], [0x02, 0x23]);

    public override string Name => "iskra-wien";
    public override string Description => "Iskraemeco AM550 of Wiener Netze: 9 positions, ciphered without a tag";
    public override string Countries => "AT";
    public override FramingKind Framing => FramingKind.Hdlc;
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
        CosemWriter list = new CosemWriter().Structure(9)
            .Time(ListCodes.Clock, now)
            .Value(ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(3), AxdrTag.UInt32, home.ReactiveImport.Total, 0, CosemUnit.VarHour)
            .Value(ListCodes.Register(4), AxdrTag.UInt32, home.ReactiveExport.Total, 0, CosemUnit.VarHour)
            .Value(ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
            .Value(ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt)
            .Value(ListCodes.Instant(3), AxdrTag.UInt32, home.ReactiveImportPower, 0, CosemUnit.Var)
            .Value(ListCodes.Instant(4), AxdrTag.UInt32, home.ReactiveExportPower, 0, CosemUnit.Var);
        uint counter = moment.FrameCounter;
        byte[] plain = DataNotification.Build(counter, NotificationTime.Octets, now, list.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle("ISK", moment.Seed), Keys.Encryption, null);
        byte[] bytes = HdlcFrame.BuildWithLlc(Addressing, ciphering.Apply(counter, plain));
        return new SimulatedTelegram(bytes, moment.At, list.Values) { Timestamp = home.Local };
    }
}
