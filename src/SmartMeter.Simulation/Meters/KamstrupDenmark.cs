using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Kamstrup's Danish list of 65 (Kamstrup_V0001), ciphered and authenticated: registers, powers and power factors by phase every 10 s, in pairs
/// without scalers; energies in tens of watt-hours.
/// </summary>
internal sealed class KamstrupDenmark : SimulatedMeter
{
    private const byte Channel = 1;
    private static readonly HdlcAddressing Addressing = new([0x2B], [0x21]);
    private static readonly ObisCode MeterNumber = ObisCode.Parse("1-1:0.0.1"), ClockCode = ObisCode.Parse("0-1:1.0.0");

    public override string Name => "kamstrup-denmark";
    public override string Description => "Kamstrup Omnipower of Denmark, Kamstrup_V0001 with 65 items: encrypted, three phases, solar";
    public override string Countries => "DK";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Pairs;
    public override Cipher Cipher => Cipher.Aes128WithTag;
    public override SerialLine Line { get; } = new(2400, "8N1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, TestKeys.Authentication);
    private protected override HomeOptions Options { get; } = new(Solar: true, Clock: EuropeanClock.CentralStandard);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        uint number = 30_000_000 + ((uint)moment.Seed % 1_000_000);
        CosemDateTime now = new(home.Local);
        CosemWriter list = new CosemWriter().Structure(65).Text(ListCodes.ListVersion, AxdrTag.VisibleString, "Kamstrup_V0001");
        Pair(list, ListCodes.Register(1, 0, Channel), AxdrTag.UInt32, home.ActiveImport.Total / 10, 1, CosemUnit.WattHour);
        Pair(list, ListCodes.Register(2, 0, Channel), AxdrTag.UInt32, home.ActiveExport.Total / 10, 1, CosemUnit.WattHour);
        Pair(list, ListCodes.Register(3, 0, Channel), AxdrTag.UInt32, home.ReactiveImport.Total / 10, 1, CosemUnit.VarHour);
        Pair(list, ListCodes.Register(4, 0, Channel), AxdrTag.UInt32, home.ReactiveExport.Total / 10, 1, CosemUnit.VarHour);
        Pair(list, MeterNumber, AxdrTag.UInt32, number, 0, CosemUnit.None);
        Pair(list, ListCodes.Instant(1, Channel), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt);
        Pair(list, ListCodes.Instant(2, Channel), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt);
        Pair(list, ListCodes.Instant(3, Channel), AxdrTag.UInt32, home.ReactiveImportPower, 0, CosemUnit.Var);
        Pair(list, ListCodes.Instant(4, Channel), AxdrTag.UInt32, home.ReactiveExportPower, 0, CosemUnit.Var);
        list.Name(ClockCode).Time(ClockCode, now);
        AddPhases(list, home);

        byte[] plain = DataNotification.Build(0, NotificationTime.Octets, now, list.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle("KAM", moment.Seed), Keys.Encryption, Keys.Authentication);
        byte[] bytes = HdlcFrame.BuildWithLlc(Addressing, ciphering.Apply(moment.FrameCounter, plain));
        return new SimulatedTelegram(bytes, moment.At, list.Values)
        {
            MeterId = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Timestamp = home.Local,
        };
    }

    private static void AddPhases(CosemWriter list, Home home)
    {
        Three(list, 32, AxdrTag.UInt16, home.Decivolts.L1 / 10, home.Decivolts.L2 / 10, home.Decivolts.L3 / 10, 0, CosemUnit.Volt);
        Three(list, 31, AxdrTag.UInt32, home.Milliamperes.L1 / 10, home.Milliamperes.L2 / 10, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere);
        Three(list, 21, AxdrTag.UInt32, Math.Max(0, home.Power.L1), Math.Max(0, home.Power.L2), Math.Max(0, home.Power.L3), 0, CosemUnit.Watt);
        Three(list, 33, AxdrTag.UInt16, home.PowerFactor(1) / 10, home.PowerFactor(2) / 10, home.PowerFactor(3) / 10, -2, CosemUnit.None);
        Pair(list, ListCodes.Instant(13, Channel), AxdrTag.UInt16, home.PowerFactor(0) / 10, -2, CosemUnit.None);
        Three(list, 22, AxdrTag.UInt32, Math.Max(0, -home.Power.L1), Math.Max(0, -home.Power.L2), Math.Max(0, -home.Power.L3), 0, CosemUnit.Watt);
        for (int phase = 1; phase <= 3; phase++)
            Pair(list, ListCodes.Register((byte)(2 + (20 * phase)), 0, Channel), AxdrTag.UInt32, home.PhaseExport(phase) / 10, 1, CosemUnit.WattHour);
        for (int phase = 1; phase <= 3; phase++)
            Pair(list, ListCodes.Register((byte)(1 + (20 * phase)), 0, Channel), AxdrTag.UInt32, home.PhaseImport(phase) / 10, 1, CosemUnit.WattHour);
    }

    private static void Three(CosemWriter list, byte c, AxdrTag tag, long l1, long l2, long l3, int scaler, CosemUnit unit)
    {
        Pair(list, ListCodes.Instant(c, Channel), tag, l1, scaler, unit);
        Pair(list, ListCodes.Instant((byte)(c + 20), Channel), tag, l2, scaler, unit);
        Pair(list, ListCodes.Instant((byte)(c + 40), Channel), tag, l3, scaler, unit);
    }

    private static void Pair(CosemWriter list, ObisCode code, AxdrTag tag, long value, int scaler, CosemUnit unit) =>
        list.Name(code).Value(code, tag, value, scaler, unit);
}
