namespace SmartMeter.Simulation.Homes;

/// <summary>A quiet home of what always runs, with one appliance that shapes its hours.</summary>
internal sealed class Household(SeededNoise noise, bool threePhases, IAppliance? appliance) : IAppliance
{
    private enum Stream { Flicker = 931, Fridge, Light }

    private const int Hour = 3600, Day = 24 * Hour;

    public (Phases Watts, Phases Motors) At(long localSecond)
    {
        (Phases watts, Phases motors) = appliance?.At(localSecond) ?? default;
        int fridge = noise.IsOn((int)Stream.Fridge, localSecond, period: 2700, on: 900, jitter: 900) ? 90 : 0;
        int light = (localSecond % Day) is > 17 * Hour and < 23 * Hour ? 140 + noise.Smooth((int)Stream.Light, localSecond, 1200, 60) : 0;
        watts += new Phases(120 + fridge + light + noise.Around((int)Stream.Flicker, localSecond, 8), 60, 40);
        motors += new Phases(fridge, 0, 0);
        return threePhases ? (watts, motors) : (new Phases(watts.Sum, 0, 0), new Phases(motors.Sum, 0, 0));
    }
}
