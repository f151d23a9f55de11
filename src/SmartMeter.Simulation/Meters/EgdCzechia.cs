using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>EG.D in the Czech Republic: a bare APDU over RS-485 once a minute: structures of an untagged attribute descriptor and a value, with relays and tariffs, without scalers.</summary>
internal sealed class EgdCzechia : SimulatedMeter
{
    private const byte DataClass = 1, RegisterClass = 3, PushSetupClass = 40;
    private static readonly ObisCode PushSetup = ObisCode.Parse("0-2:25.9.0"), TariffCode = ObisCode.Parse("0-0:96.14.0");
    private static readonly ObisCode Message = ObisCode.Parse("0-0:96.13.0"), Limiter = ObisCode.Parse("0-0:17.0.0");

    public override string Name => "egd-czechia";
    public override string Description => "EG.D of Czechia: bare APDU, pairs of attribute descriptor and value, relays and tariffs";
    public override string Countries => "CZ";
    public override string Framing => "apdu";
    public override ListKind ListKind => ListKind.Pairs;
    public override SerialLine Line { get; } = new(9600, "8N1");
    public override bool Checksummed => false;
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("990000", 14);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        CosemWriter list = new CosemWriter().Structure(27);
        Text(list, ListCodes.LogicalDeviceName, moment.Serial("EGD99000", 16));
        list.Structure(2).Descriptor(PushSetupClass, PushSetup).Name(PushSetup);
        list.Expect(new ExpectedValue(PushSetup) { Text = "0002190900FF" });
        Text(list, ListCodes.SerialNumber, serial);
        for (byte relay = 0; relay <= 6; relay++)
            Number(list, new ObisCode(0, relay, 96, 3, 10), AxdrTag.Boolean, relay & 1, CosemUnit.None);
        Text(list, TariffCode, $"T{home.Tariff}");
        list.Structure(2).Descriptor(RegisterClass, Limiter).Number(AxdrTag.UInt32, 17_000);
        list.Expect(new ExpectedValue(Limiter) { Number = 17_000, ScaleKnown = false });
        Number(list, ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, CosemUnit.Watt);
        AddPhases(list, 21, Math.Max(0, home.Power.L1), Math.Max(0, home.Power.L2), Math.Max(0, home.Power.L3));
        Number(list, ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, CosemUnit.Watt);
        AddPhases(list, 22, Math.Max(0, -home.Power.L1), Math.Max(0, -home.Power.L2), Math.Max(0, -home.Power.L3));
        Number(list, ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total, CosemUnit.WattHour);
        for (byte tariff = 1; tariff <= 4; tariff++)
            Number(list, ListCodes.Register(1, tariff), AxdrTag.UInt32, home.ActiveImport.Tariff(tariff), CosemUnit.WattHour);
        Number(list, ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total, CosemUnit.WattHour);
        Text(list, Message, "");
        byte[] bytes = DataNotification.Build((uint)moment.Number, NotificationTime.Octets, now, list.ToArray());
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }

    private static void AddPhases(CosemWriter list, byte c, long l1, long l2, long l3)
    {
        Number(list, ListCodes.Instant(c), AxdrTag.UInt32, l1, CosemUnit.Watt);
        Number(list, ListCodes.Instant((byte)(c + 20)), AxdrTag.UInt32, l2, CosemUnit.Watt);
        Number(list, ListCodes.Instant((byte)(c + 40)), AxdrTag.UInt32, l3, CosemUnit.Watt);
    }

    private static void Text(CosemWriter list, ObisCode code, string text) =>
        list.Structure(2).Descriptor(DataClass, code).Text(code, AxdrTag.OctetString, text);

    private static void Number(CosemWriter list, ObisCode code, AxdrTag tag, long value, CosemUnit unit) =>
        list.Structure(2).Descriptor(RegisterClass, code).Value(code, tag, value, 0, unit);
}
