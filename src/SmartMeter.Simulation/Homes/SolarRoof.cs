namespace SmartMeter.Simulation.Homes;

/// <summary>What the roof brings: a parabola over the daylight, longer and higher in summer, with clouds.</summary>
internal sealed class SolarRoof(SeededNoise noise, bool brokenClouds)
{
    private const int Noon = (11 * 3600) + 1800;
    private const int CloudStream = 101, ShadowStream = 102, EdgeStream = 103;

    /// <summary>Watts at this second of UTC.</summary>
    public int At(long utcSecond, int dayOfYear)
    {
        // 0 at the winter solstice, 183 at the summer solstice.
        int season = 183 - Math.Abs(((dayOfYear + 10) % 366) - 183);
        long half = (4 * 3600) + (season * 4 * 3600 / 183);
        long fromNoon = Math.Abs((utcSecond % 86400) - Noon);
        if (fromNoon >= half)
            return 0;
        long peak = 1500 + (season * 4300 / 183);
        long clear = peak - (peak * fromNoon * fromNoon / (half * half));
        return (int)(clear * (brokenClouds ? Broken(utcSecond) : Hazy(utcSecond)) / 100);
    }

    private int Hazy(long second) =>
        Math.Max(65 + noise.Smooth(CloudStream, second, 900, 35) - (noise.Below(ShadowStream, second / 20, 12) == 0 ? 20 : 0), 5);

    /// <summary>Sun and shadow in turn, each some twenty seconds to two minutes, with edges of ten seconds.</summary>
    private int Broken(long second)
    {
        int lit = 0;
        for (int edge = 0; edge < 10; edge++)
            lit += noise.IsOn(EdgeStream, second - edge, period: 130, on: 45, jitter: 70) ? 7 : 0;
        return 25 + lit;
    }
}
