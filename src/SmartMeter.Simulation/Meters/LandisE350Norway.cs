using System.Text;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Landis+Gyr E350 in Norway (EMBRIQ_V1_1): Aidon's form, with currents in hundredths and an id filled up with NUL.</summary>
internal sealed class LandisE350Norway : SimulatedMeter
{
    private const int IdLength = 16;
    private static readonly HdlcAddressing Addressing = new([0x41], [0x08, 0x83]);

    public override string Name => "landis-e350-norway";
    public override string Description => "Landis+Gyr E350 of Norway, EMBRIQ_V1_1: three phases";
    public override string Countries => "NO";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override SerialLine Line { get; } = new(2400, "8E1");

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        bool withRegisters = moment.FirstOf(TimeSpan.FromHours(1), Interval);
        string serial = moment.Serial("9990", 8);
        CosemWriter list = new CosemWriter().Array(withRegisters ? 18 : 13);
        SelfDescribed.AddText(list, ListCodes.ListVersion, AxdrTag.VisibleString, "EMBRIQ_V1_1");
        list.Structure(2).Name(ListCodes.SerialNumber).String(AxdrTag.VisibleString, Encoding.ASCII.GetBytes(serial.PadRight(IdLength, '\0')));
        list.Expect(new ExpectedValue(ListCodes.SerialNumber) { Text = serial });
        SelfDescribed.AddText(list, ListCodes.Model, AxdrTag.VisibleString, "ZMF1");
        SelfDescribed.AddPowers(list, home);
        SelfDescribed.AddCurrents(list, home, AxdrTag.Int16, -2);
        SelfDescribed.AddVoltages(list, home);
        if (withRegisters)
        {
            list.Structure(2).Name(ListCodes.Clock).Time(ListCodes.Clock, new CosemDateTime(home.Local));
            SelfDescribed.AddEnergies(list, home, 0);
        }
        byte[] apdu = DataNotification.Build(0x40000000, NotificationTime.Empty, null, list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values)
        {
            MeterId = serial,
            Timestamp = withRegisters ? home.Local : null,
        };
    }
}
