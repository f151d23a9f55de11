using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Sagemcom T210-D of Netz Niederösterreich: code, value and scaler with unit one after the other without structures, ciphered without a tag. Its
/// first wired M-Bus frame carries 257 octets, so that the length octet overflows and reads 01.
/// </summary>
internal sealed class SagemcomAustria : SimulatedMeter
{
    private const int SegmentLength = 252;

    public override string Name => "sagemcom-austria";
    public override string Description => "Sagemcom T210-D of Netz NÖ: wired M-Bus with an overflowing length, encrypted, three phases";
    public override string Countries => "AT";
    public override string Framing => "mbus";
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override Cipher Cipher => Cipher.Aes128;
    public override SerialLine Line { get; } = new(2400, "8E1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, null);
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("18199", 12);
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        CosemWriter list = new CosemWriter().Structure(35).String(AxdrTag.OctetString, now.Octets());
        Add(list, ListCodes.Register(1), AxdrTag.UInt32, home.ActiveImport.Total, 0, CosemUnit.WattHour);
        Add(list, ListCodes.Register(2), AxdrTag.UInt32, home.ActiveExport.Total, 0, CosemUnit.WattHour);
        Add(list, ListCodes.Instant(1), AxdrTag.UInt32, home.PowerImport, 0, CosemUnit.Watt);
        Add(list, ListCodes.Instant(2), AxdrTag.UInt32, home.PowerExport, 0, CosemUnit.Watt);
        Add(list, ListCodes.Instant(32), AxdrTag.UInt16, home.Decivolts.L1, -1, CosemUnit.Volt);
        Add(list, ListCodes.Instant(52), AxdrTag.UInt16, home.Decivolts.L2, -1, CosemUnit.Volt);
        Add(list, ListCodes.Instant(72), AxdrTag.UInt16, home.Decivolts.L3, -1, CosemUnit.Volt);
        Add(list, ListCodes.Instant(31), AxdrTag.UInt16, home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere);
        Add(list, ListCodes.Instant(51), AxdrTag.UInt16, home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere);
        Add(list, ListCodes.Instant(71), AxdrTag.UInt16, home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere);
        Add(list, ListCodes.Instant(13), AxdrTag.Int16, home.PowerFactor(0), -3, CosemUnit.None);
        // No code names the clock before the values, nor the meter's number behind them.
        list.String(AxdrTag.OctetString, Encoding.ASCII.GetBytes(serial));
        byte[] plain = DataNotification.Build((uint)moment.Number, NotificationTime.Octets, now, list.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle("SAG", moment.Seed), Keys.Encryption, null);
        byte[] bytes = WiredMBusFrame.Segmented(ciphering.Apply(moment.FrameCounter, plain), SegmentLength);
        return new SimulatedTelegram(bytes, moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }

    private static void Add(CosemWriter list, ObisCode code, AxdrTag tag, long value, int scaler, CosemUnit unit) =>
        list.Name(code).Value(code, tag, value, scaler, unit).ScalerUnit(scaler, unit);
}
