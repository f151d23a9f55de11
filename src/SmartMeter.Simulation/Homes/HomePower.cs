namespace SmartMeter.Simulation.Homes;

/// <summary>What flows through a home's connection at any second: what it draws, less what its roof gives.</summary>
public sealed class HomePower
{
    private readonly IAppliance _demand;
    private readonly SolarRoof? _roof;
    private readonly bool _threePhases;

    /// <summary>The same seed gives the same home. Clouds need a roof to pass over: that kind has one always.</summary>
    public HomePower(HomeKind kind, int seed, bool threePhases = true, bool solar = false)
    {
        SeededNoise noise = new(seed);
        _threePhases = threePhases;
        _demand = kind switch
        {
            HomeKind.Usual => new Demand(noise, threePhases),
            HomeKind.Cooking => new Household(noise, threePhases, new Kitchen(noise)),
            HomeKind.HeatPump => new Household(noise, threePhases, new HeatPump(noise)),
            HomeKind.Car => new Household(noise, threePhases, new CarCharger(noise)),
            _ => new Household(noise, threePhases, null),
        };
        _roof = solar || kind == HomeKind.Clouds ? new SolarRoof(noise, brokenClouds: kind == HomeKind.Clouds) : null;
    }

    /// <summary>Watts each phase takes (positive) or gives, and how many of them turn motors.</summary>
    /// <param name="utcSecond">Seconds since 1970.</param>
    /// <param name="localSecond">The same second by the home's wall clock.</param>
    /// <param name="dayOfYear">1 to 366: how high the sun stands.</param>
    public (Phases Watts, Phases Motors) At(long utcSecond, long localSecond, int dayOfYear)
    {
        (Phases drawn, Phases motors) = _demand.At(localSecond);
        return (_roof is null ? drawn : drawn - Spread(_roof.At(utcSecond, dayOfYear)), motors);
    }

    private Phases Spread(int watts) => _threePhases ? new Phases(watts / 3, watts / 3, watts - (watts / 3 * 2)) : new Phases(watts, 0, 0);
}
