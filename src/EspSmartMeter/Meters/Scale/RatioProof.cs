namespace EspSmartMeter.Meters.Scale;

/// <summary>
/// Says what two measurements of one thing are apart by, once stretches in a row agree on it: four for a factor, two for none. What was proven stands until
/// something else is.
/// </summary>
/// <param name="nameOf">The factor that a ratio means; 1: they agree; null: no factor.</param>
/// <param name="spread">How many times a stretch may lie above or below all four of them together.</param>
internal sealed class RatioProof(Func<decimal, decimal?> nameOf, decimal spread)
{
    private const int Stretches = 4;

    private const decimal MostTimes = 1_000_000;

    private readonly (decimal Shown, decimal Told)[] _stretches = new (decimal, decimal)[Stretches];
    private int _next, _known, _sound;

    /// <summary>What is shown is this many times what another value tells; 1: it is the same; null: not known yet.</summary>
    public decimal? Factor { get; private set; }

    /// <summary>Takes in a stretch; true where it is proven now to be something else than before.</summary>
    public bool Add(decimal shown, decimal told)
    {
        if (told <= 0)
            return false;
        _stretches[_next] = (shown, told);
        _next = (_next + 1) % Stretches;
        _known = Math.Min(_known + 1, Stretches);
        _sound = nameOf(Ratio(shown, told)) == 1 ? _sound + 1 : 0;
        decimal? proven = _sound >= 2 ? 1 : _known == Stretches ? Agreed() : null;
        if (proven is null || proven == Factor)
            return false;
        Factor = proven;
        return true;
    }

    /// <summary>How many times the one is the other, up to more than any scale is wrong by.</summary>
    public static decimal Ratio(decimal shown, decimal told) => shown >= told * MostTimes ? MostTimes : shown / told;

    private decimal? Agreed()
    {
        decimal shown = 0, told = 0;
        foreach ((decimal Shown, decimal Told) stretch in _stretches)
            (shown, told) = (shown + stretch.Shown, told + stretch.Told);
        decimal all = Ratio(shown, told);
        foreach ((decimal Shown, decimal Told) stretch in _stretches)
        {
            decimal ratio = Ratio(stretch.Shown, stretch.Told);
            if (ratio > all * spread || ratio * spread < all)
                return null;
        }
        return nameOf(all) is decimal factor && factor != 1 ? factor : null;
    }
}
