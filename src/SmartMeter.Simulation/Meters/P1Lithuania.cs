using System.Globalization;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>P1 of Lithuania's ESO: voltages in kV, currents in kA, frequency in kHz, averages (D = 24), and no id.</summary>
internal sealed class P1Lithuania : SimulatedMeter
{
    private const string Energy = "00000000.000*kWh", Reactive = "00000000.000*kvarh", Power = "00000000.000*kW";

    public override string Name => "p1-lithuania";
    public override string Description => "Lithuanian P1 (ESO): three phases, kV, kA and kHz, sends no id";
    public override string Countries => "LT";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true, Clock: EuropeanClock.Eastern);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        P1Writer telegram = new P1Writer(@"ESO5\\990000000", winterOffsetMinutes: 120)
            .Time("0-0:1.0.0", home.Local)
            .Number("1-0:1.8.0", home.ActiveImport.Total, Energy)
            .Number("1-0:3.8.0", home.ReactiveImport.Total, Reactive)
            .Number("1-0:4.8.0", home.ReactiveExport.Total, Reactive);
        for (int tariff = 1; tariff <= 4; tariff++)
            telegram.Number($"1-0:1.8.{tariff}", home.ActiveImport.Tariff(tariff), Energy);
        for (int tariff = 1; tariff <= 4; tariff++)
            telegram.Number($"1-0:2.8.{tariff}", home.ActiveExport.Tariff(tariff), Energy);
        AddPhase(telegram, 20, home.Decivolts.L1, home.Milliamperes.L1);
        AddPhase(telegram, 40, home.Decivolts.L2, home.Milliamperes.L2);
        AddPhase(telegram, 60, home.Decivolts.L3, home.Milliamperes.L3);
        telegram
            .Number("1-0:91.7.0", 0, "0000.000*kA")
            .Number("1-0:90.7.0", home.Milliamperes.Sum / 1000, "0000.000*kA")
            .Number("1-0:14.7.0", home.Millihertz / 1000, "0000.000*kHz")
            .Number("1-0:15.7.0", Math.Abs((long)home.Power.Sum), Power)
            .Number("1-0:1.5.0", home.Peaks.Last, Power);
        DsmrPhases.AddPowers(telegram, home, Power);
        for (int phase = 0; phase <= 3; phase++)
            AddPowerFactor(telegram, $"1-0:{13 + (20 * phase)}.7.0", home.PowerFactor(phase));
        return new SimulatedTelegram(telegram.End(), moment.At, telegram.Values) { Timestamp = home.Local };
    }

    // In thousandths, and nothing says so.
    private static void AddPowerFactor(P1Writer telegram, string code, int thousandths)
    {
        telegram.Line($"{code}({thousandths.ToString("00000", CultureInfo.InvariantCulture)})");
        telegram.Expect(P1Writer.Read(code, thousandths, "0.000"));
    }

    private static void AddPhase(P1Writer telegram, int before, int decivolts, int milliamperes) => telegram
        .Number($"1-0:{before + 12}.7.0", decivolts / 10, "0000.000*kV")
        .Number($"1-0:{before + 12}.24.0", decivolts / 10, "0000.000*kV")
        .Number($"1-0:{before + 11}.7.0", milliamperes / 1000, "0000.000*kA");
}
