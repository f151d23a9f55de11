using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Iskraemeco AM550 in Switzerland: an object list over segmented HDLC, codes and values cut wherever a frame is full; 0.1 V and 0.01 A.</summary>
internal sealed class IskraAm550Switzerland : SimulatedMeter
{
    private const byte Channel = 1;
    private const int InformationLength = 154;
    private static readonly HdlcAddressing Addressing = new([0xCF], [0x02, 0x23]);
    private static readonly ObisCode PushSetup = ObisCode.Parse("0-6:25.9.0");

    public override string Name => "iskra-am550-switzerland";
    public override string Description => "Iskraemeco AM550 of Switzerland: object list over segmented HDLC, three phases, solar";
    public override string Countries => "CH";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.ObjectList;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = moment.Serial("ISK1030990", 16);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        CosemWriter values = new PushObjectList(PushSetup)
            .Text(ListCodes.LogicalDeviceName, id)
            .Register(ListCodes.Register(1, 0, Channel), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour)
            .Register(ListCodes.Register(2, 0, Channel), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour)
            .Register(ListCodes.Register(3, 0, Channel), AxdrTag.UInt32, home.ReactiveImport.Total, 0, CosemUnit.VarHour)
            .Register(ListCodes.Register(4, 0, Channel), AxdrTag.UInt32, home.ReactiveExport.Total, 0, CosemUnit.VarHour)
            .Register(ListCodes.Instant(1, Channel), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
            .Register(ListCodes.Instant(2, Channel), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt)
            .Register(ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1, -1, CosemUnit.Volt)
            .Register(ListCodes.Instant(52), AxdrTag.UInt16, home.Decivolts.L2, -1, CosemUnit.Volt)
            .Register(ListCodes.Instant(72), AxdrTag.UInt16, home.Decivolts.L3, -1, CosemUnit.Volt)
            .Register(ListCodes.Instant(31), AxdrTag.UInt16, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere)
            .Register(ListCodes.Instant(51), AxdrTag.UInt16, home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere)
            .Register(ListCodes.Instant(71), AxdrTag.UInt16, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere)
            .Write();
        byte[] apdu = DataNotification.Build((uint)(70_000 + moment.Number), NotificationTime.Octets, now, values.ToArray());
        byte[] bytes = HdlcFrame.BuildSegmented(Addressing, apdu, InformationLength);
        return new SimulatedTelegram(bytes, moment.At, values.Values) { MeterId = id, Timestamp = home.Local };
    }
}
