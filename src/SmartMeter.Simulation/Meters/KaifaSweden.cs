using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Kaifa's Swedish list (KFM_001): the Norwegian values in pairs of logical name and value.</summary>
internal sealed class KaifaSweden : SimulatedMeter
{
    private static readonly HdlcAddressing Addressing = new([0x01], [0x00, 0x01], Control: 0x10);

    public override string Name => "kaifa-sweden";
    public override string Description => "Kaifa MA304H4 of Sweden, KFM_001 in pairs: three phases";
    public override string Countries => "SE";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Pairs;
    public override SerialLine Line { get; } = new(2400, "8E1");
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string serial = moment.Serial("734099990", 16);
        CosemWriter list = new CosemWriter().Structure(36);
        list.Name(ListCodes.ListVersion with { B = 0 }).Text(ListCodes.ListVersion with { B = 0 }, AxdrTag.OctetString, "KFM_001");
        list.Name(ListCodes.SerialNumber).Text(ListCodes.SerialNumber, AxdrTag.OctetString, serial);
        list.Name(ListCodes.Model).Text(ListCodes.Model, AxdrTag.OctetString, "MA304H4");
        Pair(list, ListCodes.Instant(1), home.PowerImport, 0, CosemUnit.Watt);
        Pair(list, ListCodes.Instant(2), home.PowerExport, 0, CosemUnit.Watt);
        Pair(list, ListCodes.Instant(3), home.ReactiveImportPower, 0, CosemUnit.Var);
        Pair(list, ListCodes.Instant(4), home.ReactiveExportPower, 0, CosemUnit.Var);
        Pair(list, ListCodes.Instant(31), home.Milliamperes.L1, -3, CosemUnit.Ampere);
        Pair(list, ListCodes.Instant(51), home.Milliamperes.L2, -3, CosemUnit.Ampere);
        Pair(list, ListCodes.Instant(71), home.Milliamperes.L3, -3, CosemUnit.Ampere);
        Pair(list, ListCodes.Instant(32), home.Decivolts.L1, -1, CosemUnit.Volt);
        Pair(list, ListCodes.Instant(52), home.Decivolts.L2, -1, CosemUnit.Volt);
        Pair(list, ListCodes.Instant(72), home.Decivolts.L3, -1, CosemUnit.Volt);
        list.Name(ListCodes.Clock).Time(ListCodes.Clock, CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now)));
        Pair(list, ListCodes.Register(1), home.ActiveImport.Total, 0, CosemUnit.WattHour);
        Pair(list, ListCodes.Register(2), home.ActiveExport.Total, 0, CosemUnit.WattHour);
        Pair(list, ListCodes.Register(3), home.ReactiveImport.Total, 0, CosemUnit.VarHour);
        Pair(list, ListCodes.Register(4), home.ReactiveExport.Total, 0, CosemUnit.VarHour);
        byte[] apdu = DataNotification.Build(0x40000000, NotificationTime.Empty, null, list.ToArray());
        return new SimulatedTelegram(HdlcFrame.BuildWithLlc(Addressing, apdu), moment.At, list.Values) { MeterId = serial, Timestamp = home.Local };
    }

    private static void Pair(CosemWriter list, ObisCode code, long value, int scaler, CosemUnit unit) =>
        list.Name(code).Value(code, AxdrTag.UInt32, value, scaler, unit);
}
