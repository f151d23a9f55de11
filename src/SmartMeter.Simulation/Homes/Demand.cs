namespace SmartMeter.Simulation.Homes;

/// <summary>Three phases of something: watts, vars, decivolts, milliamperes.</summary>
public readonly record struct Phases(int L1, int L2, int L3)
{
    public int Sum => L1 + L2 + L3;

    public static Phases operator +(Phases a, Phases b) => new(a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3);
    public static Phases operator -(Phases a, Phases b) => new(a.L1 - b.L1, a.L2 - b.L2, a.L3 - b.L3);
    public static Phases Add(Phases left, Phases right) => left + right;
    public static Phases Subtract(Phases left, Phases right) => left - right;
}

/// <summary>What a home draws over a day: fridge, kettle, light, hob, washing machine, heat pump, a car at night.</summary>
internal sealed class Demand(SeededNoise noise, bool threePhases) : IAppliance
{
    private enum Stream { Flicker = 1, Fridge, Kettle, KettleStart, Hob, Washing, HeatPump, Car, Light }

    private const int Hour = 3600, Day = 24 * Hour;

    public (Phases Watts, Phases Motors) At(long localSecond)
    {
        long day = Math.DivRem(localSecond, Day, out long within);
        int second = (int)within;
        int fridge = Fridge(localSecond), pump = HeatPump(localSecond), car = Car(day, second), wash = Washing(day, second);

        Phases steady = new(140 + Flicker(1, localSecond), 60 + Flicker(2, localSecond), 45 + Flicker(3, localSecond));
        Phases used = new(fridge + Kettle(localSecond) + Light(localSecond, second) + car, Hob(day, second) + wash + car, pump + car);
        Phases motors = new(fridge, wash / 3, pump);
        Phases watts = steady + used;
        return threePhases
            ? (watts, motors)
            : (new Phases(watts.Sum - (2 * car), 0, 0), new Phases(motors.Sum, 0, 0));
    }

    private int Flicker(int phase, long second) => noise.Around((int)Stream.Flicker * 8 + phase, second, 6);

    private int Fridge(long second) => (second + noise.Below((int)Stream.Fridge, 0, 2700)) % 2700 < 900 ? 90 : 0;

    private int Kettle(long second)
    {
        long hour = Math.DivRem(second, Hour, out long within);
        int start = noise.Below((int)Stream.KettleStart, hour, 3000);
        bool awake = hour % 24 is >= 6 and < 22;
        return awake && noise.Below((int)Stream.Kettle, hour, 10) < 3 && within >= start && within < start + 190 ? 2000 : 0;
    }

    private int Light(long localSecond, int second) =>
        second is > (17 * Hour) and < (23 * Hour) ? 160 + noise.Smooth((int)Stream.Light, localSecond, 1200, 60) : 0;

    private int Hob(long day, int second)
    {
        int start = (18 * Hour) + noise.Around((int)Stream.Hob, day, 1800);
        // A thermostat: 25 s on, 15 s off.
        return second >= start && second < start + 2400 && second % 40 < 25 ? 2200 : 0;
    }

    private int Washing(long day, int second)
    {
        int start = (10 * Hour) + noise.Around((int)Stream.Washing, day, 3600);
        if (noise.Below((int)Stream.Washing, day, 3) != 0 || second < start || second >= start + 5400)
            return 0;
        return second < start + 1500 ? 2050 : 190;
    }

    private int HeatPump(long localSecond)
    {
        int wanted = 500 + noise.Smooth((int)Stream.HeatPump, localSecond, 5400, 900);
        return wanted < 350 ? 0 : wanted;
    }

    private int Car(long day, int second) =>
        (second >= (23 * Hour) && noise.Below((int)Stream.Car, day, 2) == 0) || (second < (3 * Hour) && noise.Below((int)Stream.Car, day - 1, 2) == 0) ? 3680 : 0;
}
