using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Kaifa's Norwegian lists (KFM_001): positions without codes; power alone every 2 s, 13 items every 10 s, 18 at the full hour.
/// Currents count in milliamperes, voltages in tenths.
/// </summary>
internal sealed class Kaifa : SimulatedMeter
{
    private const string Model = "MA304H4";
    private static readonly HdlcAddressing Addressing = new([0x01], [0x02, 0x01], Control: 0x10);
    private static readonly TimeSpan ListTwo = TimeSpan.FromSeconds(10);

    public override string Name => "kaifa";
    public override string Description => $"Kaifa {Model}, KFM_001 lists 1, 2 and 3: three phases, solar";
    public override string Countries => "NO";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Positions;
    public override SerialLine Line { get; } = new(2400, "8E1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        CosemWriter list = new();
        if (moment.Number % 5 != 0)
        {
            Instant(list.Structure(1), 1, home.PowerImport, 0, CosemUnit.Watt);
            return Framed(list, moment, null);
        }
        bool withRegisters = moment.FirstOf(TimeSpan.FromHours(1), ListTwo);
        string serial = moment.Serial("697063990", 16);
        list.Structure(withRegisters ? 18 : 13);
        AddInstants(list, home, serial);
        if (withRegisters)
            AddRegisters(list, home);
        return Framed(list, moment, serial);
    }

    private static void AddInstants(CosemWriter list, Home home, string serial)
    {
        list.Text(ListCodes.ListVersion, AxdrTag.OctetString, "KFM_001")
            .Text(ListCodes.SerialNumber, AxdrTag.OctetString, serial)
            .Text(ListCodes.Model, AxdrTag.OctetString, Model);
        Instant(list, 1, home.PowerImport, 0, CosemUnit.Watt);
        Instant(list, 2, home.PowerExport, 0, CosemUnit.Watt);
        Instant(list, 3, home.ReactiveImportPower, 0, CosemUnit.Var);
        Instant(list, 4, home.ReactiveExportPower, 0, CosemUnit.Var);
        Instant(list, 31, home.Milliamperes.L1, -3, CosemUnit.Ampere);
        Instant(list, 51, home.Milliamperes.L2, -3, CosemUnit.Ampere);
        Instant(list, 71, home.Milliamperes.L3, -3, CosemUnit.Ampere);
        Instant(list, 32, home.Decivolts.L1, -1, CosemUnit.Volt);
        Instant(list, 52, home.Decivolts.L2, -1, CosemUnit.Volt);
        Instant(list, 72, home.Decivolts.L3, -1, CosemUnit.Volt);
    }

    private static void AddRegisters(CosemWriter list, Home home)
    {
        list.Time(ListCodes.Clock, new CosemDateTime(home.Local));
        Register(list, 1, home.ActiveImport.Total, CosemUnit.WattHour);
        Register(list, 2, home.ActiveExport.Total, CosemUnit.WattHour);
        Register(list, 3, home.ReactiveImport.Total, CosemUnit.VarHour);
        Register(list, 4, home.ReactiveExport.Total, CosemUnit.VarHour);
    }

    private static SimulatedTelegram Framed(CosemWriter list, MeterMoment moment, string? serial)
    {
        DateTimeOffset local = moment.Home.Local;
        byte[] apdu = DataNotification.Build(0x40000000, NotificationTime.TaggedOctets, new CosemDateTime(local), list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values) { MeterId = serial, Timestamp = local };
    }

    private static void Instant(CosemWriter list, byte c, long value, int scaler, CosemUnit unit) =>
        list.Value(ListCodes.Instant(c), AxdrTag.UInt32, value, scaler, unit);

    private static void Register(CosemWriter list, byte c, long value, CosemUnit unit) =>
        list.Value(ListCodes.Register(c), AxdrTag.UInt32, value, 0, unit);
}
