namespace EspSmartMeter.Meters.Scale;

/// <summary>Two instants that tell of the same, side by side for a while: volts times amperes beside watts, the phases beside their sum.</summary>
/// <param name="nameOf">As <see cref="RatioProof"/> has it.</param>
/// <param name="shortest">How long they stand side by side before a stretch counts.</param>
internal sealed class InstantScale(Func<decimal, decimal?> nameOf, TimeSpan shortest)
{
    private static readonly TimeSpan LongestSample = TimeSpan.FromSeconds(75);

    private readonly RatioProof _proof = new(nameOf, spread: 2);
    private DateTimeOffset? _sampled;
    private TimeSpan _time;
    private decimal _shown, _told;

    /// <inheritdoc cref="RatioProof.Factor"/>
    public decimal? Factor => _proof.Factor;

    /// <summary>How many times the one is the other in the newest stretch, as measured; null: none yet.</summary>
    public decimal? Ratio { get; private set; }

    /// <summary>Takes in both; true where something else is proven than before.</summary>
    public bool Sample(DateTimeOffset at, decimal shown, decimal told)
    {
        TimeSpan time = _sampled is DateTimeOffset last && at > last ? at - last : TimeSpan.Zero;
        _sampled = at;
        if (time > LongestSample)
            time = LongestSample;
        _time += time;
        _shown += shown * time.Ticks / TimeSpan.TicksPerSecond;
        _told += told * time.Ticks / TimeSpan.TicksPerSecond;
        if (_time < shortest || _told == 0)
            return false;
        Ratio = RatioProof.Ratio(_shown, _told);
        bool isNews = _proof.Add(_shown, _told);
        (_time, _shown, _told) = (TimeSpan.Zero, 0, 0);
        return isNews;
    }
}
