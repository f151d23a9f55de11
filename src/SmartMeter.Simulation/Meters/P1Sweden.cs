using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>P1 after the Swedish trade recommendation, every 10 seconds: power and reactive power by phase, and never an id.</summary>
internal sealed class P1Sweden : SimulatedMeter
{
    private const string Energy = "00000000.000*kWh", ReactiveEnergy = "00000000.000*kVArh", Power = "0000.000*kW", Reactive = "0000.000*kVAr";

    public override string Name => "p1-sweden";
    public override string Description => "Swedish P1, Landis+Gyr E360: three phases, sends no id";
    public override string Countries => "SE";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        P1Writer telegram = new P1Writer("LGF5E360")
            .Time("0-0:1.0.0", home.Local)
            .Number("1-0:1.8.0", home.ActiveImport.Total, Energy)
            .Number("1-0:2.8.0", home.ActiveExport.Total, Energy)
            .Number("1-0:3.8.0", home.ReactiveImport.Total, ReactiveEnergy)
            .Number("1-0:4.8.0", home.ReactiveExport.Total, ReactiveEnergy)
            .Number("1-0:1.7.0", home.PowerImport, Power)
            .Number("1-0:2.7.0", home.PowerExport, Power)
            .Number("1-0:3.7.0", home.ReactiveImportPower, Reactive)
            .Number("1-0:4.7.0", home.ReactiveExportPower, Reactive);
        AddPhase(telegram, 20, home.Power.L1, "kW");
        AddPhase(telegram, 40, home.Power.L2, "kW");
        AddPhase(telegram, 60, home.Power.L3, "kW");
        AddPhase(telegram, 22, home.Reactive.L1, "kVAr");
        AddPhase(telegram, 42, home.Reactive.L2, "kVAr");
        AddPhase(telegram, 62, home.Reactive.L3, "kVAr");
        DsmrPhases.AddVoltages(telegram, home, "000.0*V");
        DsmrPhases.AddCurrents(telegram, home, 100, "000.0*A");
        return new SimulatedTelegram(telegram.End(), moment.At, telegram.Values) { Timestamp = home.Local };
    }

    private static void AddPhase(P1Writer telegram, int before, int value, string unit) => telegram
        .Number($"1-0:{before + 1}.7.0", DsmrPhases.Taken(value), "0000.000*" + unit)
        .Number($"1-0:{before + 2}.7.0", DsmrPhases.Given(value), "0000.000*" + unit);
}
