namespace SmartMeter.Simulation.Homes;

/// <summary>A car at 3 x 16 A on most evenings: it starts within seconds, is held back while the kitchen is in use, and ends in steps.</summary>
internal sealed class CarCharger(SeededNoise noise) : IAppliance
{
    private enum Stream { Comes = 921, Start, Length, HeldBack }

    private const int Hour = 3600, Day = 24 * Hour, Full = 3680, HeldBack = 1840, Ramp = 6, TaperStep = 240;

    public (Phases Watts, Phases Motors) At(long localSecond)
    {
        long day = Math.DivRem(localSecond - (12 * Hour), Day, out long afternoon);
        if (noise.Below((int)Stream.Comes, day, 4) == 0)
            return default;
        int since = (int)afternoon - ((5 * Hour) + noise.Below((int)Stream.Start, day, 5 * Hour));
        int length = Hour + noise.Below((int)Stream.Length, day, 4 * Hour);
        if (since < 0 || since >= length)
            return default;
        int watts = noise.IsOn((int)Stream.HeldBack, localSecond, period: 5400, on: 600, jitter: 4000) ? HeldBack : Full;
        watts = Math.Min(watts, Full * (since + 1) / Ramp);
        int left = (length - since) / TaperStep;
        watts = left < 3 ? watts * (left + 1) / 4 : watts;
        return (new Phases(watts, watts, watts), default);
    }
}
