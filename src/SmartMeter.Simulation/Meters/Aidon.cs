using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Aidon's Norwegian lists: power alone every 2.5 s, currents and voltages every 10 s, registers at the full hour. Each value is a structure of
/// logical name, value, and scaler with unit. The clock's deviation is 0 though it shows local time.
/// </summary>
internal sealed class Aidon(string name, string model, bool threePhases, bool solar) : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0x41], [0x08, 0x83]);
    private static readonly TimeSpan ListTwo = TimeSpan.FromSeconds(10);

    public override string Name => name;
    public override string Description =>
        $"Aidon {model}, AIDON_V0001 lists 1, 2 and 3: {(threePhases ? "three phases" : "one phase")}{(solar ? ", solar" : "")}";
    public override string Countries => "NO";
    public override FramingKind Framing => FramingKind.Hdlc;
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override SerialLine Line { get; } = new(2400, "8E1");
    private protected override HomeOptions Options { get; } = new(threePhases, solar);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(2.5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        CosemWriter list = new();
        bool withRegisters = moment.Number % 4 == 0 && moment.FirstOf(TimeSpan.FromHours(1), ListTwo);
        if (moment.Number % 4 != 0)
        {
            Instant(list.Array(1), 1, home.PowerImport, CosemUnit.Watt);
            return Framed(list, moment, null, null);
        }
        string serial = moment.Serial("735999000", 16);
        list.Array((threePhases ? 13 : 9) + (withRegisters ? 5 : 0));
        AddInstants(list, home, serial);
        if (withRegisters)
            AddRegisters(list, home);
        return Framed(list, moment, serial, withRegisters ? home.Local : null);
    }

    private void AddInstants(CosemWriter list, Home home, string serial)
    {
        Text(list, ListCodes.ListVersion, "AIDON_V0001");
        Text(list, ListCodes.SerialNumber, serial);
        Text(list, ListCodes.Model, model);
        Instant(list, 1, home.PowerImport, CosemUnit.Watt);
        Instant(list, 2, home.PowerExport, CosemUnit.Watt);
        Instant(list, 3, home.ReactiveImportPower, CosemUnit.Var);
        Instant(list, 4, home.ReactiveExportPower, CosemUnit.Var);
        Current(list, 31, home.Milliamperes.L1);
        if (threePhases)
        {
            Current(list, 51, home.Milliamperes.L2);
            Current(list, 71, home.Milliamperes.L3);
        }
        Voltage(list, 32, home.Decivolts.L1);
        if (threePhases)
        {
            Voltage(list, 52, home.Decivolts.L2);
            Voltage(list, 72, home.Decivolts.L3);
        }
    }

    // Energy counts in tens of watt-hours.
    private static void AddRegisters(CosemWriter list, Home home)
    {
        list.Structure(2).Name(ListCodes.Clock).Time(ListCodes.Clock, new CosemDateTime(home.Local) { Deviation = 0, Weekday = 0 });
        Register(list, 1, home.ActiveImport.Total, CosemUnit.WattHour);
        Register(list, 2, home.ActiveExport.Total, CosemUnit.WattHour);
        Register(list, 3, home.ReactiveImport.Total, CosemUnit.VarHour);
        Register(list, 4, home.ReactiveExport.Total, CosemUnit.VarHour);
    }

    private static SimulatedTelegram Framed(CosemWriter list, MeterMoment moment, string? serial, DateTimeOffset? clock)
    {
        byte[] apdu = DataNotification.Build(0x40000000, NotificationTime.Empty, null, list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values) { MeterId = serial, Timestamp = clock };
    }

    private static void Text(CosemWriter list, ObisCode code, string text) =>
        list.Structure(2).Name(code).Text(code, AxdrTag.VisibleString, text);

    private static void Instant(CosemWriter list, byte c, long value, CosemUnit unit) =>
        Described(list, ListCodes.Instant(c), AxdrTag.UInt32, value, 0, unit);

    private static void Current(CosemWriter list, byte c, int milliamperes) =>
        Described(list, ListCodes.Instant(c), AxdrTag.Int16, milliamperes / 100, -1, CosemUnit.Ampere);

    private static void Voltage(CosemWriter list, byte c, int decivolts) =>
        Described(list, ListCodes.Instant(c), AxdrTag.UInt16, decivolts, -1, CosemUnit.Volt);

    private static void Register(CosemWriter list, byte c, long wattHours, CosemUnit unit) =>
        Described(list, ListCodes.Register(c), AxdrTag.UInt32, wattHours / 10, 1, unit);

    private static void Described(CosemWriter list, ObisCode code, AxdrTag tag, long value, int scaler, CosemUnit unit) =>
        list.Structure(3).Name(code).Value(code, tag, value, scaler, unit).ScalerUnit(scaler, unit);
}
