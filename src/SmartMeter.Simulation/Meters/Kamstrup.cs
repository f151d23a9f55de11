using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Kamstrup's Norwegian lists (Kamstrup_V0001): pairs of logical name and value on channel 1 without scalers, every 10 s; with clock and registers
/// at the full hour. Energy counts in tens of watt-hours, currents in hundredths, voltages in whole volts; the clock shows standard time all
/// year. A single-phase meter sends null-data in the place of the phases it lacks.
/// </summary>
internal sealed class Kamstrup(string name, string model, bool threePhases) : SimulatedMeter
{
    private const byte Channel = 1;
    private static readonly HdlcAddressing Addressing = new([0x2B], [0x21]);
    private static readonly ObisCode SerialNumber = ObisCode.Parse("1-1:0.0.5");
    private static readonly ObisCode ModelCode = ObisCode.Parse("1-1:96.1.1");
    private static readonly ObisCode ListVersion = ObisCode.Parse("1-1:0.2.129");
    private static readonly ObisCode ClockCode = ObisCode.Parse("0-1:1.0.0");

    public override string Name => name;
    public override string Description =>
        $"Kamstrup Omnipower {model}, Kamstrup_V0001 lists 1 and 2: {(threePhases ? "three phases" : "one phase, null-data for the others")}";
    public override string Countries => "NO";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Pairs;
    public override SerialLine Line { get; } = new(2400, "8N1");
    private protected override HomeOptions Options { get; } = new(threePhases, Solar: true, Clock: EuropeanClock.CentralStandard);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        bool withRegisters = moment.FirstOf(TimeSpan.FromHours(1), Interval);
        string serial = moment.Serial("570656799", 16);
        CosemWriter list = new CosemWriter().Structure(withRegisters ? 35 : 25).Text(ListVersion, AxdrTag.VisibleString, "Kamstrup_V0001");
        list.Name(SerialNumber).Text(SerialNumber, AxdrTag.VisibleString, serial);
        list.Name(ModelCode).Text(ModelCode, AxdrTag.VisibleString, model);
        AddInstants(list, home);
        CosemDateTime now = new(home.Local);
        if (withRegisters)
            AddRegisters(list, home, now);
        byte[] apdu = DataNotification.Build(0, NotificationTime.Octets, now, list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }

    private static void AddInstants(CosemWriter list, Home home)
    {
        Pair(list, ListCodes.Instant(1, Channel), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt);
        Pair(list, ListCodes.Instant(2, Channel), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt);
        Pair(list, ListCodes.Instant(3, Channel), AxdrTag.UInt32, home.ReactiveImportPower, 0, CosemUnit.Var);
        Pair(list, ListCodes.Instant(4, Channel), AxdrTag.UInt32, home.ReactiveExportPower, 0, CosemUnit.Var);
        Phase(list, 31, home.Decivolts.L1, AxdrTag.UInt32, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere);
        Phase(list, 51, home.Decivolts.L2, AxdrTag.UInt32, home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere);
        Phase(list, 71, home.Decivolts.L3, AxdrTag.UInt32, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere);
        Phase(list, 32, home.Decivolts.L1, AxdrTag.UInt16, home.Decivolts.L1 / 10, 0, CosemUnit.Volt);
        Phase(list, 52, home.Decivolts.L2, AxdrTag.UInt16, home.Decivolts.L2 / 10, 0, CosemUnit.Volt);
        Phase(list, 72, home.Decivolts.L3, AxdrTag.UInt16, home.Decivolts.L3 / 10, 0, CosemUnit.Volt);
    }

    private static void AddRegisters(CosemWriter list, Home home, CosemDateTime now)
    {
        list.Name(ClockCode).Time(ClockCode, now);
        Pair(list, ListCodes.Register(1, 0, Channel), AxdrTag.UInt32, home.ActiveImport.Total / 10, 1, CosemUnit.WattHour);
        Pair(list, ListCodes.Register(2, 0, Channel), AxdrTag.UInt32, home.ActiveExport.Total / 10, 1, CosemUnit.WattHour);
        Pair(list, ListCodes.Register(3, 0, Channel), AxdrTag.UInt32, home.ReactiveImport.Total / 10, 1, CosemUnit.VarHour);
        Pair(list, ListCodes.Register(4, 0, Channel), AxdrTag.UInt32, home.ReactiveExport.Total / 10, 1, CosemUnit.VarHour);
    }

    private static void Phase(CosemWriter list, byte c, int decivolts, AxdrTag tag, long value, int scaler, CosemUnit unit)
    {
        if (decivolts == 0)
            list.Null().Null();
        else
            Pair(list, ListCodes.Instant(c, Channel), tag, value, scaler, unit);
    }

    private static void Pair(CosemWriter list, ObisCode code, AxdrTag tag, long value, int scaler, CosemUnit unit) =>
        list.Name(code).Value(code, tag, value, scaler, unit);
}
