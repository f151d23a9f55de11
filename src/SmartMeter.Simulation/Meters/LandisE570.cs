using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Landis+Gyr E570: an object list ciphered without a tag, the ciphertext cut into blocks; 64-bit values, whole amperes and volts.</summary>
internal sealed class LandisE570 : SimulatedMeter
{
    private const byte Channel = 1;
    private const int BlockLength = 0x74;
    private static readonly HdlcAddressing Addressing = new([0xCE, 0x9B], [0x03]);
    private static readonly ObisCode PushSetup = ObisCode.Parse("0-8:25.9.0");

    public override string Name => "landis-e570";
    public override string Description => "Landis+Gyr E570: object list, encrypted inside blocks, 64-bit values";
    public override string Countries => "CH";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.ObjectList;
    public override Cipher Cipher => Cipher.Aes128;
    public override SerialLine Line { get; } = new(9600, "8E1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, null);
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = moment.Serial("LGZ1030990", 16);
        CosemDateTime now = new(home.Local);
        CosemWriter values = new PushObjectList(PushSetup).SetupName()
            .Text(ListCodes.LogicalDeviceName, id)
            .Time(ListCodes.Clock, now)
            .Register(ListCodes.Instant(1), AxdrTag.Int64, home.PowerImport, 0, CosemUnit.Watt)
            .Register(ListCodes.Instant(2), AxdrTag.Int64, home.PowerExport, 0, CosemUnit.Watt)
            .Register(ListCodes.Register(1, 0, Channel), AxdrTag.UInt64, home.ActiveImport.Total, 0, CosemUnit.WattHour)
            .Register(ListCodes.Register(2, 0, Channel), AxdrTag.UInt64, home.ActiveExport.Total, 0, CosemUnit.WattHour)
            .Register(ListCodes.Instant(32), AxdrTag.Int64, home.Decivolts.L1 / 10, 0, CosemUnit.Volt)
            .Register(ListCodes.Instant(52), AxdrTag.Int64, home.Decivolts.L2 / 10, 0, CosemUnit.Volt)
            .Register(ListCodes.Instant(72), AxdrTag.Int64, home.Decivolts.L3 / 10, 0, CosemUnit.Volt)
            .Register(ListCodes.Instant(31), AxdrTag.Int64, home.Milliamperes.L1 / 1000, 0, CosemUnit.Ampere)
            .Register(ListCodes.Instant(51), AxdrTag.Int64, home.Milliamperes.L2 / 1000, 0, CosemUnit.Ampere)
            .Register(ListCodes.Instant(71), AxdrTag.Int64, home.Milliamperes.L3 / 1000, 0, CosemUnit.Ampere)
            .Write();
        byte[] plain = DataNotification.Build((uint)moment.Number, NotificationTime.Octets, now, values.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle("LGZ", moment.Seed), Keys.Encryption, null);
        byte[] bytes = HdlcFrame.BuildBlocks(Addressing, BlockTransfer.Blocks(ciphering.Apply(moment.FrameCounter, plain), BlockLength));
        return new SimulatedTelegram(bytes, moment.At, values.Values) { MeterId = id, Timestamp = home.Local };
    }
}
