using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Aidon's Swedish list of 27: power and reactive power by phase, watt-hours, a clock without deviation, and no id.</summary>
internal sealed class AidonSweden : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0x41], [0x08, 0x83]);

    public override string Name => "aidon-sweden";
    public override string Description => "Aidon 6534 of Sweden, list of 27 items: three phases, sends no id";
    public override string Countries => "SE";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override SerialLine Line { get; } = new(2400, "8E1");
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        CosemWriter list = new CosemWriter().Array(27);
        list.Structure(2).Name(ListCodes.Clock).Time(ListCodes.Clock, new CosemDateTime(home.Local) { Status = 0xFF });
        SelfDescribed.AddPowers(list, home);
        SelfDescribed.AddCurrents(list, home, AxdrTag.Int16, -1);
        SelfDescribed.AddVoltages(list, home);
        AddPhase(list, 20, home.Power.L1, home.Reactive.L1);
        AddPhase(list, 40, home.Power.L2, home.Reactive.L2);
        AddPhase(list, 60, home.Power.L3, home.Reactive.L3);
        SelfDescribed.AddEnergies(list, home, 0);
        byte[] apdu = DataNotification.Build(0x40000000, NotificationTime.Empty, null, list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values) { Timestamp = home.Local };
    }

    private static void AddPhase(CosemWriter list, int before, int watts, int vars)
    {
        SelfDescribed.Add(list, ListCodes.Instant((byte)(before + 1)), AxdrTag.UInt32, Math.Max(0, watts), 0, CosemUnit.Watt);
        SelfDescribed.Add(list, ListCodes.Instant((byte)(before + 2)), AxdrTag.UInt32, Math.Max(0, -watts), 0, CosemUnit.Watt);
        SelfDescribed.Add(list, ListCodes.Instant((byte)(before + 3)), AxdrTag.UInt32, Math.Max(0, vars), 0, CosemUnit.Var);
        SelfDescribed.Add(list, ListCodes.Instant((byte)(before + 4)), AxdrTag.UInt32, Math.Max(0, -vars), 0, CosemUnit.Var);
    }
}
