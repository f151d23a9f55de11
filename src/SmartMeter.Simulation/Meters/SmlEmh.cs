using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Sml;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// EMH eHZ: SML with maker, server id, two registers by tariff, power and a public key. Older ones send the power without its sign, which the status
/// word of their register tells.
/// </summary>
internal sealed class SmlEmh(string name, string description, bool signInStatus) : SimulatedMeter
{
    private const uint OldStatus = 0x0182, Delivers = 0x20, NewStatus = 0x000104;

    public override string Name => name;
    public override string Description => description;
    public override string Countries => "DE";
    public override string Framing => "sml";
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override SerialLine Line { get; } = new(9600, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        byte[] serverId = [0x06, .. "EMH"u8, 0x01, 0x99, (byte)(moment.Seed >> 16), (byte)(moment.Seed >> 8), (byte)moment.Seed, 0x7B];
        byte[] publicKey = [.. Enumerable.Range(0, 48).Select(number => (byte)(0x80 + number))];
        long deciwatts = home.Power.Sum * 10L;
        uint status = !signInStatus ? NewStatus : deciwatts < 0 ? OldStatus | Delivers : OldStatus;
        SmlEntries entries = new SmlEntries()
            .Text("129-129:199.130.3", "EMH")
            .Binary("1-0:0.0.9", serverId)
            .Number("1-0:1.8.0", home.ActiveImport.Total * 10, -1, CosemUnit.WattHour, 5, status: status)
            .Number("1-0:2.8.0", home.ActiveExport.Total * 10, -1, CosemUnit.WattHour, 5, status: status)
            .Number("1-0:1.8.1", home.ActiveImport.Tariff(1) * 10, -1, CosemUnit.WattHour, 5)
            .Number("1-0:1.8.2", home.ActiveImport.Tariff(2) * 10, -1, CosemUnit.WattHour, 5)
            .Number(signInStatus ? "1-0:15.7.0" : "1-0:16.7.0", signInStatus ? Math.Abs(deciwatts) : deciwatts, -1, CosemUnit.Watt, 4)
            .Binary("129-129:199.130.5", publicKey);
        if (signInStatus)
            entries.Expect("1-0:16.7.0", deciwatts, -1, CosemUnit.Watt);
        byte[] bytes = SmlFile.Build((uint)moment.Number, serverId, (uint)(1000 + (moment.Number * 2)), entries.Entries);
        return new SimulatedTelegram(bytes, moment.At, entries.Values);
    }
}
