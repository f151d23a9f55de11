using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Iskraemeco IE.5 in Croatia: 33 positions over segmented HDLC, with clock and date apart, quadrants, and a relay.</summary>
internal sealed class IskraCroatia : SimulatedMeter
{
    private const int InformationLength = 120;
    private static readonly HdlcAddressing Addressing = new([0xCF], [0x02, 0x23]);

    public override string Name => "iskra-croatia";
    public override string Description => "Iskraemeco IE.5 of Croatia: 33 positions over segmented HDLC, three phases, solar";
    public override string Countries => "HR";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Positions;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("9299", 8);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        byte[] octets = now.Octets();
        CosemWriter list = new CosemWriter().Structure(33)
            .Text(ListCodes.SerialNumber, AxdrTag.OctetString, serial)
            .String(AxdrTag.OctetString, octets.AsSpan(5, 4))
            .String(AxdrTag.OctetString, octets.AsSpan(0, 5));
        AddRegisters(list, home);
        AddInstants(list, home);
        AddLimits(list);
        byte[] apdu = DataNotification.Build((uint)(7000 + moment.Number), NotificationTime.Octets, now, list.ToArray());
        byte[] bytes = HdlcFrame.BuildSegmented(Addressing, apdu, InformationLength);
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }

    private static void AddRegisters(CosemWriter list, Home home)
    {
        list.Value(ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(1, 1), AxdrTag.UInt32, home.ActiveImport.Tariff(1), 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(1, 2), AxdrTag.UInt32, home.ActiveImport.Tariff(2), 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(2, 1), AxdrTag.UInt32, home.ActiveExport.Tariff(1), 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(2, 2), AxdrTag.UInt32, home.ActiveExport.Tariff(2), 0, CosemUnit.WattHour);
        for (int quadrant = 1; quadrant <= 4; quadrant++)
            list.Value(ListCodes.Register((byte)(4 + quadrant)), AxdrTag.UInt32, home.Quadrant(quadrant), 0, CosemUnit.VarHour);
    }

    private static void AddInstants(CosemWriter list, Home home) => list
        .Value(ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(13), AxdrTag.UInt16, home.PowerFactor(0), -3)
        .Value(ListCodes.Instant(21), AxdrTag.UInt32, Math.Max(0, home.Power.L1), 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(41), AxdrTag.UInt32, Math.Max(0, home.Power.L2), 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(61), AxdrTag.UInt32, Math.Max(0, home.Power.L3), 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(22), AxdrTag.UInt32, Math.Max(0, -home.Power.L1), 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(42), AxdrTag.UInt32, Math.Max(0, -home.Power.L2), 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(62), AxdrTag.UInt32, Math.Max(0, -home.Power.L3), 0, CosemUnit.Watt)
        .Value(ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1, -1, CosemUnit.Volt)
        .Value(ListCodes.Instant(52), AxdrTag.UInt16, home.Decivolts.L2, -1, CosemUnit.Volt)
        .Value(ListCodes.Instant(72), AxdrTag.UInt16, home.Decivolts.L3, -1, CosemUnit.Volt)
        .Value(ListCodes.Instant(31), AxdrTag.UInt16, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere)
        .Value(ListCodes.Instant(51), AxdrTag.UInt16, home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere)
        .Value(ListCodes.Instant(71), AxdrTag.UInt16, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere);

    // A limit and three more, whose meaning is not published, and the relay.
    private static void AddLimits(CosemWriter list)
    {
        list.Number(AxdrTag.UInt32, 17250);
        for (int i = 0; i < 3; i++)
            list.Array(1).Number(AxdrTag.UInt16, 9400);
        list.Number(AxdrTag.Boolean, 1);
        list.Expect(new ExpectedValue(ObisCode.Parse("0-0:96.3.10")) { Number = 1 });
    }
}
