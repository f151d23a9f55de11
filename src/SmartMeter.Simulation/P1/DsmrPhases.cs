using SmartMeter.Simulation.Homes;

namespace SmartMeter.Simulation.P1;

/// <summary>The lines that come once a phase.</summary>
internal static class DsmrPhases
{
    public static void AddVoltages(P1Writer telegram, Home home, string template) => telegram
        .Number("1-0:32.7.0", home.Decivolts.L1, template)
        .Number("1-0:52.7.0", home.Decivolts.L2, template)
        .Number("1-0:72.7.0", home.Decivolts.L3, template);

    /// <summary>Currents, in whole steps of <paramref name="milliamperes"/>, the last digit of the template.</summary>
    public static void AddCurrents(P1Writer telegram, Home home, int milliamperes, string template) => telegram
        .Number("1-0:31.7.0", home.Milliamperes.L1 / milliamperes, template)
        .Number("1-0:51.7.0", home.Milliamperes.L2 / milliamperes, template)
        .Number("1-0:71.7.0", home.Milliamperes.L3 / milliamperes, template);

    /// <summary>Active power taken, then given, by phase.</summary>
    public static void AddPowers(P1Writer telegram, Home home, string template) => telegram
        .Number("1-0:21.7.0", Taken(home.Power.L1), template)
        .Number("1-0:41.7.0", Taken(home.Power.L2), template)
        .Number("1-0:61.7.0", Taken(home.Power.L3), template)
        .Number("1-0:22.7.0", Given(home.Power.L1), template)
        .Number("1-0:42.7.0", Given(home.Power.L2), template)
        .Number("1-0:62.7.0", Given(home.Power.L3), template);

    public static void AddSagsAndSwells(P1Writer telegram) => telegram
        .Number("1-0:32.32.0", 1, "00000")
        .Number("1-0:52.32.0", 0, "00000")
        .Number("1-0:72.32.0", 3, "00000")
        .Number("1-0:32.36.0", 0, "00000")
        .Number("1-0:52.36.0", 2, "00000")
        .Number("1-0:72.36.0", 0, "00000");

    public static long Taken(int watts) => Math.Max(0, watts);

    public static long Given(int watts) => Math.Max(0, -watts);
}
