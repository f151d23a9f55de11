using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Landis+Gyr E450 of Netz Burgenland: 14 positions, ciphered and authenticated; three of them are angles, which are not read.</summary>
internal sealed class LandisE450Burgenland : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0xCE, 0xFF], [0x03]);

    public override string Name => "landis-e450-burgenland";
    public override string Description => "Landis+Gyr E450 of Netz Burgenland: 14 positions, encrypted, three phases";
    public override string Countries => "AT";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Positions;
    public override Cipher Cipher => Cipher.Aes128WithTag;
    public override SerialLine Line { get; } = new(9600, "8E1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, TestKeys.Authentication);
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("3099", 8);
        CosemWriter list = new CosemWriter().Structure(14)
            .Value(ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1 / 10, 0, CosemUnit.Volt)
            .Value(ListCodes.Instant(52), AxdrTag.UInt16, home.Decivolts.L2 / 10, 0, CosemUnit.Volt)
            .Value(ListCodes.Instant(72), AxdrTag.UInt16, home.Decivolts.L3 / 10, 0, CosemUnit.Volt)
            .Value(ListCodes.Instant(31), AxdrTag.UInt16, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere)
            .Value(ListCodes.Instant(51), AxdrTag.UInt16, home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere)
            .Value(ListCodes.Instant(71), AxdrTag.UInt16, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere)
            .Value(ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt)
            .Value(ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt)
            .Value(ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour)
            .Value(ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour)
            .Number(AxdrTag.UInt16, 410)
            .Number(AxdrTag.UInt16, 61)
            .Number(AxdrTag.UInt16, 300)
            .Text(ListCodes.SerialNumber, AxdrTag.OctetString, serial);
        byte[] plain = DataNotification.Build(moment.FrameCounter, NotificationTime.Octets, new CosemDateTime(home.Local), list.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle("LGZ", moment.Seed), Keys.Encryption, Keys.Authentication);
        byte[] bytes = HdlcFrame.BuildWithLlc(Addressing, ciphering.Apply(moment.FrameCounter, plain));
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }
}
