using SmartMeter.Simulation.Meters;

namespace SmartMeter.Simulation;

/// <summary>All meters that can be simulated. The table of supported meters is generated from this and the decoder's lists.</summary>
public static class SimulatedMeters
{
    public static IReadOnlyList<SimulatedMeter> All { get; } =
    [
        new Dsmr5Gas(),
        new Dsmr5Water(),
        new Dsmr42(),
        new Dsmr22("dsmr22", readAsEightBits: false),
        new Dsmr22("dsmr22-8n1", readAsEightBits: true),
        new EmucsBelgium(),
        new P1Sweden(),
        new P1Hungary(),
        new P1Lithuania(),
        new Aidon("aidon", "6515", threePhases: false, solar: false),
        new Aidon("aidon-3phase", "6534", threePhases: true, solar: true),
        new Kaifa(),
        new Kamstrup("kamstrup", "6841100BN990000040", threePhases: true),
        new Kamstrup("kamstrup-1phase", "6861100BN990000040", threePhases: false),
    ];

    /// <summary>The meter of this name; null when there is none.</summary>
    public static SimulatedMeter? Find(string name) =>
        All.FirstOrDefault(meter => string.Equals(meter.Name, name, StringComparison.OrdinalIgnoreCase));
}
