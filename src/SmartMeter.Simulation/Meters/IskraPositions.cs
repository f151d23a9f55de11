using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Iskraemeco AM550's position lists of Slovenia: several of the same length mean different things, so that only their types, texts and sums tell
/// them apart. Some come in HDLC, some as a bare LLC PDU or APDU.
/// </summary>
internal sealed class IskraPositions(
    string name, string description, string framing, bool threePhases, TimeSpan interval, Action<CosemWriter, MeterMoment> write) : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0xCF], [0x02, 0x23]);
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10), QuarterHour = TimeSpan.FromMinutes(15);
    private static readonly ObisCode ThirdId = ObisCode.Parse("0-0:96.1.2"), FourthId = ObisCode.Parse("0-0:96.1.3");
    private static readonly ObisCode BreakerState = ObisCode.Parse("0-0:96.3.10"), TariffCode = ObisCode.Parse("0-0:96.14.0");

    public override string Name => name;
    public override string Description => $"Iskraemeco AM550 of Slovenia: {description}";
    public override string Countries => "SI";
    public override string Framing => framing;
    public override ListKind ListKind => ListKind.Positions;
    public override SerialLine Line { get; } = new(115200, "8N1");
    public override bool Checksummed => framing == "hdlc";
    private protected override HomeOptions Options { get; } = new(threePhases, Solar: true);
    private protected override TimeSpan Interval => interval;

    /// <summary>All of them.</summary>
    public static IEnumerable<SimulatedMeter> All =>
    [
        new IskraPositions("iskra-si-18", "18 items of Ljubljana, three phases", "hdlc", true, Often, WriteEighteen),
        new IskraPositions("iskra-si-12", "12 registers of Ljubljana, each quarter-hour", "hdlc", true, QuarterHour, WriteTwelveRegisters),
        new IskraPositions("iskra-si-celje", "12 items of Celje, three phases", "hdlc", true, Often, WriteCelje),
        new IskraPositions("iskra-si-10", "10 items, one phase, without HDLC", "llc", false, Often, WriteTen),
        new IskraPositions("iskra-si-10-tariffs", "10 items, registers by tariff", "hdlc", true, QuarterHour, WriteTenTariffs),
        new IskraPositions("iskra-si-9", "9 items, one phase", "hdlc", false, Often, WriteNine),
        new IskraPositions("iskra-si-9-bare", "9 items, registers and power, a bare APDU", "apdu", true, Often, WriteNineRegisters),
        new IskraPositions("iskra-si-8", "8 items, one phase", "hdlc", false, Often, WriteEight),
        new IskraPositions("iskra-si-4", "4 items, two registers", "hdlc", true, QuarterHour, WriteFour),
    ];

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        CosemWriter list = new();
        write(list, moment);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        byte[] apdu = DataNotification.Build((uint)(2000 + moment.Number), NotificationTime.Octets, now, list.ToArray());
        byte[] bytes = framing switch
        {
            "hdlc" => HdlcFrame.BuildWithLlc(Addressing, apdu),
            "llc" => [.. HdlcFrame.Llc, .. apdu],
            _ => apdu,
        };
        return new SimulatedTelegram(bytes, moment.At, list.Values) { Timestamp = home.Local };
    }

    private static CosemWriter DeviceName(CosemWriter list, MeterMoment moment) =>
        list.Text(ListCodes.LogicalDeviceName, AxdrTag.OctetString, moment.Serial("ISK1030990", 16));

    private static void WriteEighteen(CosemWriter list, MeterMoment moment)
    {
        Home home = moment.Home;
        DeviceName(list.Structure(18), moment).Text(FourthId, AxdrTag.OctetString, "99000005");
        list.Powers(home);
        Voltages(list, home);
        Currents(list, home);
        Watts(list, 21, Math.Max(0, home.Power.L1), Math.Max(0, home.Power.L2), Math.Max(0, home.Power.L3));
        Watts(list, 22, Math.Max(0, -home.Power.L1), Math.Max(0, -home.Power.L2), Math.Max(0, -home.Power.L3));
    }

    private static void WriteTwelveRegisters(CosemWriter list, MeterMoment moment)
    {
        Home home = moment.Home;
        DeviceName(list.Structure(12), moment).Text(FourthId, AxdrTag.OctetString, "99000006").Value(BreakerState, AxdrTag.Enum, 1);
        list.String(AxdrTag.OctetString, [0, (byte)home.Tariff]);
        list.Expect(new ExpectedValue(TariffCode) { Text = $"000{home.Tariff}" });
        EnergiesByTariff(list, home);
        list.Value(ListCodes.Register(3), AxdrTag.UInt32, home.ReactiveImport.Total, 0, CosemUnit.VarHour)
            .Value(ListCodes.Register(4), AxdrTag.UInt32, home.ReactiveExport.Total, 0, CosemUnit.VarHour);
    }

    private static void WriteCelje(CosemWriter list, MeterMoment moment)
    {
        Home home = moment.Home;
        DeviceName(list.Structure(12), moment).Text(ThirdId, AxdrTag.OctetString, "3P_99");
        Voltages(list, home);
        Currents(list, home);
        list.Powers(home);
    }

    private static void WriteTen(CosemWriter list, MeterMoment moment)
    {
        Home home = moment.Home;
        DeviceName(list.Structure(10), moment).Text(ThirdId, AxdrTag.OctetString, moment.Serial("ISK990", 11));
        list.Powers(home);
        OnePhase(list, home)
            .Value(ListCodes.Instant(21), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
            .Value(ListCodes.Instant(22), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt);
    }

    private static void WriteTenTariffs(CosemWriter list, MeterMoment moment)
    {
        Home home = moment.Home;
        DeviceName(list.Structure(10), moment).Text(FourthId, AxdrTag.OctetString, "99000005");
        Tariffs(list, 1, home.ActiveImport, CosemUnit.WattHour);
        Tariffs(list, 2, home.ActiveExport, CosemUnit.WattHour);
        Tariffs(list, 3, home.ReactiveImport, CosemUnit.VarHour);
        Tariffs(list, 4, home.ReactiveExport, CosemUnit.VarHour);
    }

    private static void WriteNine(CosemWriter list, MeterMoment moment)
    {
        Home home = moment.Home;
        DeviceName(list.Structure(9), moment).Text(ThirdId, AxdrTag.OctetString, "1P_99");
        list.Powers(home);
        list.Value(ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1, -1, CosemUnit.Volt);
        Tariffs(list, 2, home.ActiveExport, CosemUnit.WattHour);
    }

    private static void WriteNineRegisters(CosemWriter list, MeterMoment moment)
    {
        Home home = moment.Home;
        DeviceName(list.Structure(9), moment)
            .Value(ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
            .Value(ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt);
        EnergiesByTariff(list, home);
    }

    private static void WriteEight(CosemWriter list, MeterMoment moment)
    {
        DeviceName(list.Structure(8), moment).Text(ThirdId, AxdrTag.OctetString, "1P_99");
        OnePhase(list, moment.Home);
        list.Powers(moment.Home);
    }

    // What the second item counts is not published; it is left out of what is expected.
    private static void WriteFour(CosemWriter list, MeterMoment moment) => list.Structure(4)
        .Text(ListCodes.SerialNumber, AxdrTag.OctetString, moment.Serial("8499", 8))
        .Number(AxdrTag.UInt8, 0)
        .Value(ListCodes.Register(1), AxdrTag.UInt32, moment.Home.ActiveImport.Total, 0, CosemUnit.WattHour)
        .Value(ListCodes.Register(2), AxdrTag.UInt32, moment.Home.ActiveExport.Total, 0, CosemUnit.WattHour);

    private static void Voltages(CosemWriter list, Home home) => list
        .Value(ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1, -1, CosemUnit.Volt)
        .Value(ListCodes.Instant(52), AxdrTag.UInt16, home.Decivolts.L2, -1, CosemUnit.Volt)
        .Value(ListCodes.Instant(72), AxdrTag.UInt16, home.Decivolts.L3, -1, CosemUnit.Volt);

    private static void Currents(CosemWriter list, Home home) => list
        .Value(ListCodes.Instant(31), AxdrTag.UInt16, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere)
        .Value(ListCodes.Instant(51), AxdrTag.UInt16, home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere)
        .Value(ListCodes.Instant(71), AxdrTag.UInt16, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere);

    private static CosemWriter OnePhase(CosemWriter list, Home home) => list
        .Value(ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1, -1, CosemUnit.Volt)
        .Value(ListCodes.Instant(31), AxdrTag.UInt16, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere);

    private static void Watts(CosemWriter list, byte c, long l1, long l2, long l3) => list
        .Value(ListCodes.Instant(c), AxdrTag.UInt32, l1, 0, CosemUnit.Watt)
        .Value(ListCodes.Instant((byte)(c + 20)), AxdrTag.UInt32, l2, 0, CosemUnit.Watt)
        .Value(ListCodes.Instant((byte)(c + 40)), AxdrTag.UInt32, l3, 0, CosemUnit.Watt);

    private static void EnergiesByTariff(CosemWriter list, Home home)
    {
        list.Value(ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour);
        Tariffs(list, 1, home.ActiveImport, CosemUnit.WattHour);
        list.Value(ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour);
        Tariffs(list, 2, home.ActiveExport, CosemUnit.WattHour);
    }

    private static void Tariffs(CosemWriter list, byte c, EnergyRegister register, CosemUnit unit) => list
        .Value(ListCodes.Register(c, 1), AxdrTag.UInt32, register.Tariff(1), 0, unit)
        .Value(ListCodes.Register(c, 2), AxdrTag.UInt32, register.Tariff(2), 0, unit);
}
