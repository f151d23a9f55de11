using SmartMeter.Simulation.Meters;
using SmartMeter.Simulation.Telegrams;

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
        new P1CipheredSmarty(),
        new P1Sweden(),
        new P1Hungary(),
        new P1Lithuania(),
        new P1CipheredGraz(),
        new P1CipheredPoland(),
        new Aidon("aidon", "6515", threePhases: false, solar: false),
        new Aidon("aidon-3phase", "6534", threePhases: true, solar: true),
        new AidonSweden(),
        new Kaifa(),
        new KaifaSweden(),
        new KaifaAustria(),
        new Kamstrup("kamstrup", "6841100BN990000040", threePhases: true),
        new Kamstrup("kamstrup-1phase", "6861100BN990000040", threePhases: false),
        new KamstrupDenmark(),
        new LandisE350Norway(),
        new LandisE450Switzerland(),
        new LandisE450Burgenland(),
        new LandisE450Steiermark(),
        new LandisE450Slovenia(),
        new LandisE570(),
        new IskraAm550Switzerland(),
        .. IskraPositions.All,
        new IskraCroatia(),
        .. WienerNetze.All,
        new SiemensIm350(),
        new SagemcomAustria(),
        new EgdCzechia(),
        .. DescribedMeter.All,
        new SmlEmh("sml-emh", "EMH eHZ: SML, server id, tariffs, signed power", signInStatus: false),
        new SmlEmh("sml-emh-status", "EMH eHZ, ED300L: SML, power without sign, which the status word tells", signInStatus: true),
        new SmlVoltages(),
        new LinkyTic(standard: false),
        new LinkyTic(standard: true),
        new ReadoutMt174(),
        new ReadoutAce3000(),
    ];

    /// <summary>The meter of this name; null when there is none.</summary>
    public static SimulatedMeter? Find(string name) =>
        All.FirstOrDefault(meter => string.Equals(meter.Name, name, StringComparison.OrdinalIgnoreCase));
}
