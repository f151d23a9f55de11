namespace SmartMeter.Simulation.Homes;

/// <summary>Meals at noon and in the evening: a kettle, plates that boil and then keep by switching, an oven with its thermostat.</summary>
internal sealed class Kitchen(SeededNoise noise) : IAppliance
{
    private enum Stream { MealStart = 901, Kettle, Plate, SecondPlate, Oven, OvenDay }

    private const int Hour = 3600, Day = 24 * Hour, MealLength = 4500;

    public (Phases Watts, Phases Motors) At(long localSecond)
    {
        long day = Math.DivRem(localSecond, Day, out long second);
        Phases noon = Meal(day, (int)second, localSecond, (11 * Hour) + 1200, meal: 0), evening = Meal(day, (int)second, localSecond, (17 * Hour) + 1800, meal: 1);
        return (noon + evening, default);
    }

    private Phases Meal(long day, int second, long localSecond, int around, int meal)
    {
        int since = second - (around + noise.Around((int)Stream.MealStart, (day * 2) + meal, 2400));
        if (since is < 0 or >= MealLength)
            return default;
        bool bakes = noise.Below((int)Stream.OvenDay, (day * 2) + meal, 3) == 0;
        int kettle = since < 200 ? 2100 : 0;
        return new Phases(kettle, Plate(since, localSecond, 420, Stream.Plate) + Plate(since - 600, localSecond, 540, Stream.SecondPlate), bakes ? Oven(since, localSecond) : 0);
    }

    /// <summary>Full power until it boils, and then some seconds of each minute.</summary>
    private int Plate(int since, long localSecond, int boils, Stream stream) =>
        since is < 0 or >= 2700 ? 0
        : since < boils ? 1800
        : noise.IsOn((int)stream, localSecond, period: 55, on: 16, jitter: 20) ? 1800 : 0;

    private int Oven(int since, long localSecond) =>
        since < 780 || noise.IsOn((int)Stream.Oven, localSecond, period: 210, on: 80, jitter: 60) ? 2400 : 0;
}
