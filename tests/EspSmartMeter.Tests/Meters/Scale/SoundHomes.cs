using SmartMeter.Simulation.Homes;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>Twelve sound homes that make it hard: what power hides, what registers count otherwise, and what volts times amperes come to.</summary>
internal static class SoundHomes
{
    public static SoundHabits[] All { get; } =
    [
        new(HomeKind.Usual) { PowerFactor = 60, HasTariffs = true },
        new(HomeKind.Cooking) { PowerFactor = 100, Every = 60, RegistersEvery = 3600, RegistersLate = 40 },
        new(HomeKind.HeatPump) { PowerFactor = 70, PowerStep = 10, SendsPhases = true, CurrentStep = 1000, HasGaps = true },
        new(HomeKind.Car) { PowerFactor = 90, PowerStep = 100, EnergyStep = 100, HasTariffs = true },
        new(HomeKind.Clouds) { PowerFactor = 80, SendsPhases = true, HasTariffs = true },
        new(HomeKind.Usual) { PowerFactor = 95, Solar = true, CountsEachPhase = true, SendsNet = true },
        new(HomeKind.Cooking) { PowerFactor = 65, ThreePhases = false, Every = 10, RegistersEvery = 900, PowerStep = 10 },
        new(HomeKind.Clouds) { PowerFactor = 60, Battery = true, SendsNet = true, CurrentStep = 100 },
        new(HomeKind.Usual) { PowerFactor = 60, Asleep = true, SendsPhases = true },
        new(HomeKind.HeatPump) { PowerFactor = 60, BetweenPhases = true, RegistersEvery = 3600, HasGaps = true },
        new(HomeKind.Car) { PowerFactor = 75, Solar = true, Battery = true, CountsEachPhase = true, RegistersEvery = 3600, RegistersLate = 900, EnergyStep = 10 },
        new(HomeKind.Clouds) { PowerFactor = 85, CountsEachPhase = true, SendsPhases = true, CurrentStep = 1000, PowerStep = 10, HasGaps = true, EnergyStep = 1000 },
    ];
}
