using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Sml;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>EasyMeter Q3A and its like: SML with 64-bit registers, signed power by phase, voltages, currents and frequency.</summary>
internal sealed class SmlVoltages : SimulatedMeter
{
    public override string Name => "sml-easymeter";
    public override string Description => "EasyMeter Q3A: SML, power, voltage and current by phase";
    public override string Countries => "DE";
    public override string Framing => "sml";
    public override ListKind ListKind => ListKind.SelfDescribing;
    public override SerialLine Line { get; } = new(9600, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        byte[] serverId = [0x09, 0x01, .. "ESY"u8, 0x11, 0x99, (byte)(moment.Seed >> 16), (byte)(moment.Seed >> 8), (byte)moment.Seed];
        SmlEntries entries = new SmlEntries()
            .Text("129-129:199.130.3", "ESY")
            .Binary("1-0:0.0.9", serverId)
            .Number("1-0:1.8.0", home.ActiveImport.Total * 10_000, -4, CosemUnit.WattHour, 8, status: 0x000104)
            .Number("1-0:2.8.0", home.ActiveExport.Total * 10_000, -4, CosemUnit.WattHour, 8, status: 0x000104)
            .Number("1-0:16.7.0", home.Power.Sum * 100L, -2, CosemUnit.Watt, 8)
            .Number("1-0:36.7.0", home.Power.L1 * 100L, -2, CosemUnit.Watt, 8)
            .Number("1-0:56.7.0", home.Power.L2 * 100L, -2, CosemUnit.Watt, 8)
            .Number("1-0:76.7.0", home.Power.L3 * 100L, -2, CosemUnit.Watt, 8)
            .Number("1-0:32.7.0", home.Decivolts.L1, -1, CosemUnit.Volt, 2)
            .Number("1-0:52.7.0", home.Decivolts.L2, -1, CosemUnit.Volt, 2)
            .Number("1-0:72.7.0", home.Decivolts.L3, -1, CosemUnit.Volt, 2)
            .Number("1-0:31.7.0", home.Milliamperes.L1 / 10, -2, CosemUnit.Ampere, 2)
            .Number("1-0:51.7.0", home.Milliamperes.L2 / 10, -2, CosemUnit.Ampere, 2)
            .Number("1-0:71.7.0", home.Milliamperes.L3 / 10, -2, CosemUnit.Ampere, 2)
            .Number("1-0:14.7.0", home.Millihertz / 100, -1, CosemUnit.Hertz, 2);
        byte[] bytes = SmlFile.Build((uint)moment.Number, serverId, (uint)(5000 + (moment.Number * 2)), entries.Entries);
        return new SimulatedTelegram(bytes, moment.At, entries.Values);
    }
}
