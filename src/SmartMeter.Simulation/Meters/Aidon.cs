using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Aidon's Norwegian lists: power alone every 2.5 s, currents and voltages every 10 s, registers in tens of watt-hours at the full hour. The
/// clock's deviation is 0 though it shows standard time.
/// </summary>
internal sealed class Aidon(string name, string model, bool threePhases, bool solar) : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0x41], [0x08, 0x83]);
    private static readonly TimeSpan ListTwo = TimeSpan.FromSeconds(10);

    public override string Name => name;
    public override string Description =>
        $"Aidon {model}, AIDON_V0001 lists 1, 2 and 3: {(threePhases ? "three phases" : "one phase")}{(solar ? ", solar" : "")}";
    public override string Countries => "NO";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override SerialLine Line { get; } = new(2400, "8E1");
    private protected override HomeOptions Options { get; } = new(threePhases, solar, Clock: EuropeanClock.CentralStandard);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(2.5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        CosemWriter list = new();
        if (moment.Number % 4 != 0)
        {
            SelfDescribed.Add(list.Array(1), ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt);
            return Framed(list, moment, null, null);
        }
        bool withRegisters = moment.FirstOf(TimeSpan.FromHours(1), ListTwo);
        string serial = moment.Serial("735999000", 16);
        list.Array((threePhases ? 13 : 9) + (withRegisters ? 5 : 0));
        SelfDescribed.AddText(list, ListCodes.ListVersion, AxdrTag.VisibleString, "AIDON_V0001");
        SelfDescribed.AddText(list, ListCodes.SerialNumber, AxdrTag.VisibleString, serial);
        SelfDescribed.AddText(list, ListCodes.Model, AxdrTag.VisibleString, model);
        SelfDescribed.AddPowers(list, home);
        SelfDescribed.AddCurrents(list, home, AxdrTag.Int16, -1);
        SelfDescribed.AddVoltages(list, home);
        if (withRegisters)
        {
            list.Structure(2).Name(ListCodes.Clock).Time(ListCodes.Clock, new CosemDateTime(home.Local) { Deviation = 0, Weekday = 0 });
            SelfDescribed.AddEnergies(list, home, 1);
        }
        return Framed(list, moment, serial, withRegisters ? home.Local : null);
    }

    private static SimulatedTelegram Framed(CosemWriter list, MeterMoment moment, string? serial, DateTimeOffset? clock)
    {
        byte[] apdu = DataNotification.Build(0x40000000, NotificationTime.Empty, null, list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values) { MeterId = serial, Timestamp = clock };
    }
}
