namespace EspSmartMeter.Meters.Scale;

/// <summary>The factors that scales are wrong by: a decimal or three of them, or a current transformer's ratio.</summary>
internal static class KnownFactor
{
    /// <summary>A scale that is right: no two readings of one flow are further apart than this, and no factor comes near it.</summary>
    private const decimal Right = 2;

    /// <summary>How far from a factor what was measured may be.</summary>
    private const decimal Near = 1.15m;

    /// <summary>Transformers by their primary current, on a secondary of 5 A or 1 A; what a meter can carry itself needs none, so no ratio is below 10.</summary>
    private static readonly decimal[] Factors = [10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 160, 200, 250, 300, 400, 500, 600, 800, 1000];

    /// <summary>The factor that two measurements of one energy are apart by; 1 where they agree; null: by none that is known.</summary>
    public static decimal? OfEnergy(decimal ratio)
    {
        if (ratio <= 0)
            return null;
        if (ratio is <= Right and >= 1 / Right)
            return 1;
        bool above = ratio > 1;
        decimal times = above ? ratio : 1 / ratio, nearest = 1, best = Near;
        foreach (decimal factor in Factors)
        {
            decimal apart = times > factor ? times / factor : factor / times;
            if (apart <= best)
                (nearest, best) = (factor, apart);
        }
        return nearest == 1 ? null : above ? nearest : 1 / nearest;
    }

    /// <summary>
    /// The decimals that volts times amperes are off by against watts: apparent power is the larger one, up to twice where the power factor is bad, and by
    /// the root of 3 more where the voltages are those between phases.
    /// </summary>
    public static decimal? OfApparent(decimal ratio) => Decimals(ratio, 0.6m, 3.5m, new Band(0.6m, 4));

    /// <summary>The decimals that a voltage is off by against the 230 V of a phase; those of transformers and of other countries are right.</summary>
    public static decimal? OfVoltage(decimal ratio) => Decimals(ratio, 0.6m, 1.3m, new Band(0.15m, 5));

    private readonly record struct Band(decimal From, decimal To);

    private static decimal? Decimals(decimal ratio, decimal from, decimal to, Band right)
    {
        if (ratio >= right.From && ratio <= right.To)
            return 1;
        for (decimal factor = 10; factor <= 1000; factor *= 10)
        {
            if (ratio >= factor * from && ratio <= factor * to)
                return factor;
            if (ratio * factor >= from && ratio * factor <= to)
                return 1 / factor;
        }
        return null;
    }
}
