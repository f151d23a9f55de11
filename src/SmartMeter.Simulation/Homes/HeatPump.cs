namespace SmartMeter.Simulation.Homes;

/// <summary>A heat pump with an inverter: it follows the cold, stops for minutes to defrost, and at noon makes hot water, for which a rod helps out.</summary>
internal sealed class HeatPump(SeededNoise noise) : IAppliance
{
    private enum Stream { Weather = 911, Inverter, Defrost, Rod }

    private const int Hour = 3600, Day = 24 * Hour, DefrostEvery = 5400, DefrostLength = 300;

    public (Phases Watts, Phases Motors) At(long localSecond)
    {
        int second = (int)(localSecond % Day);
        int rod = second is >= 13 * Hour and < (13 * Hour) + 2400 && noise.IsOn((int)Stream.Rod, localSecond, period: 300, on: 120, jitter: 100) ? 3000 : 0;
        int compressor = Compressor(localSecond);
        Phases motors = new(0, 0, compressor);
        return (motors + new Phases(rod / 3, rod / 3, rod / 3), motors);
    }

    private int Compressor(long localSecond)
    {
        int wanted = 1500 + noise.Smooth((int)Stream.Weather, localSecond, 2 * Day, 900) + noise.Smooth((int)Stream.Inverter, localSecond, 1200, 500);
        // It does not turn slower than this: it stops instead.
        if (wanted < 450)
            return 40;
        long turn = Math.DivRem(localSecond, DefrostEvery, out long within);
        return within < DefrostLength && noise.Below((int)Stream.Defrost, turn, 2) == 0 ? 160 : wanted;
    }
}
