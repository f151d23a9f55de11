using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Landis+Gyr E450 of Slovenia: two lists in turn, values alone, of which one starts with the maker's number and the other with the grid company's.
/// </summary>
internal sealed class LandisE450Slovenia : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0xCE, 0xFF], [0x03]);
    private static readonly ObisCode GridNumber = ObisCode.Parse("0-0:96.1.1");

    public override string Name => "landis-e450-slovenia";
    public override string Description => "Landis+Gyr E450 of Slovenia: 9 and 14 positions in turn, three phases, solar";
    public override string Countries => "SI";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Positions;
    public override SerialLine Line { get; } = new(2400, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        bool totals = moment.Number % 2 == 0;
        string serial = moment.Serial("4399", 8);
        CosemWriter list = totals ? Totals(home, serial) : Phases(home, moment.Serial("16990", 7));
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        byte[] apdu = DataNotification.Build((uint)moment.Number, NotificationTime.Octets, now, list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values) { MeterId = totals ? serial : null, Timestamp = home.Local };
    }

    private static CosemWriter Totals(Home home, string serial) => new CosemWriter().Structure(9)
        .Text(ListCodes.SerialNumber, AxdrTag.OctetString, serial)
        .Powers(home)
        .Energies(home);

    private static CosemWriter Phases(Home home, string number)
    {
        CosemWriter list = new CosemWriter().Structure(14)
            .Text(GridNumber, AxdrTag.OctetString, number)
            .Value(ListCodes.Instant(14), AxdrTag.UInt16, home.Millihertz / 10, -2, CosemUnit.Hertz);
        (long L1, long L2, long L3) power = (home.Power.L1, home.Power.L2, home.Power.L3);
        AddPhases(list, 31, AxdrTag.UInt16, (home.Milliamperes.L1 / 10, home.Milliamperes.L2 / 10, home.Milliamperes.L3 / 10), -2, CosemUnit.Ampere);
        AddPhases(list, 32, AxdrTag.UInt16, (home.Decivolts.L1 / 10, home.Decivolts.L2 / 10, home.Decivolts.L3 / 10), 0, CosemUnit.Volt);
        AddPhases(list, 21, AxdrTag.UInt32, (Math.Max(0, power.L1), Math.Max(0, power.L2), Math.Max(0, power.L3)), 0, CosemUnit.Watt);
        AddPhases(list, 22, AxdrTag.UInt32, (Math.Max(0, -power.L1), Math.Max(0, -power.L2), Math.Max(0, -power.L3)), 0, CosemUnit.Watt);
        return list;
    }

    private static void AddPhases(CosemWriter list, byte c, AxdrTag tag, (long L1, long L2, long L3) values, int scaler, CosemUnit unit) => list
        .Value(ListCodes.Instant(c), tag, values.L1, scaler, unit)
        .Value(ListCodes.Instant((byte)(c + 20)), tag, values.L2, scaler, unit)
        .Value(ListCodes.Instant((byte)(c + 40)), tag, values.L3, scaler, unit);
}
