using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Landis+Gyr E450 in Switzerland: a plain object list over general block transfer, one HDLC frame a block; whole volts, hundredths of amperes.</summary>
internal sealed class LandisE450Switzerland : SimulatedMeter
{
    private const byte Channel = 1;
    private const int BlockLength = 0x70;
    private static readonly HdlcAddressing Addressing = new([0xCE, 0xFF], [0x03]);
    private static readonly ObisCode PushSetup = ObisCode.Parse("0-8:25.9.0");

    public override string Name => "landis-e450-switzerland";
    public override string Description => "Landis+Gyr E450 of Switzerland: object list in blocks, three phases, solar";
    public override string Countries => "CH";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.ObjectList;
    public override SerialLine Line { get; } = new(2400, "8E1");
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("9990", 8);
        CosemDateTime now = new(home.Local);
        PushObjectList push = new PushObjectList(PushSetup).SetupName()
            .Text(ListCodes.LogicalDeviceName, moment.Serial("LGZ1030990", 16))
            .Text(ListCodes.SerialNumber, serial)
            .Time(ListCodes.Clock, now)
            .Register(ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
            .Register(ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt)
            .Register(ListCodes.Register(1, 0, Channel), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour)
            .Register(ListCodes.Register(2, 0, Channel), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour);
        for (int quadrant = 1; quadrant <= 4; quadrant++)
            push.Register(ListCodes.Register((byte)(4 + quadrant), 0, Channel), AxdrTag.UInt32, home.Quadrant(quadrant), 0, CosemUnit.VarHour);
        push.Register(ListCodes.Instant(31), AxdrTag.UInt16, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere)
            .Register(ListCodes.Instant(51), AxdrTag.UInt16, home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere)
            .Register(ListCodes.Instant(71), AxdrTag.UInt16, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere)
            .Register(ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1 / 10, 0, CosemUnit.Volt)
            .Register(ListCodes.Instant(52), AxdrTag.UInt16, home.Decivolts.L2 / 10, 0, CosemUnit.Volt)
            .Register(ListCodes.Instant(72), AxdrTag.UInt16, home.Decivolts.L3 / 10, 0, CosemUnit.Volt);
        CosemWriter values = push.Write();
        byte[] apdu = DataNotification.Build((uint)(60_000 + moment.Number), NotificationTime.Octets, now, values.ToArray());
        byte[] bytes = HdlcFrame.BuildBlocks(Addressing, BlockTransfer.Blocks(apdu, BlockLength));
        return new SimulatedTelegram(bytes, moment.At, values.Values) { MeterId = serial, Timestamp = home.Local };
    }
}
