namespace EspSmartMeter.Meters.Scale;

/// <summary>
/// What a meter tells of the energy that flows one way, beside a register: by its power, each sample for the time since the one before, or by another register.
/// </summary>
internal sealed class ToldEnergy
{
    /// <summary>Power that comes more rarely says little about what flowed in between; a lost telegram or two is no gap.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(75);

    private readonly FinestStep _step = new();
    private readonly PowerLevel _level = new();
    private DateTimeOffset? _sampled;

    /// <summary>In joules, since the start.</summary>
    public decimal Joules { get; private set; }

    /// <summary>By how many joules that may be off at most: power is told in steps.</summary>
    public decimal Uncertainty { get; private set; }

    /// <summary>Grows with each gap, and with all that flows the other way: beside a meter that counts its phases one by one nothing is told then.</summary>
    public long Breaks { get; private set; }

    /// <inheritdoc cref="PowerLevel.Median"/>
    public decimal? UsualWatts => _level.Median;

    /// <summary>Power came.</summary>
    public void Sample(DateTimeOffset at, decimal watts)
    {
        _step.Take(watts);
        if (_sampled is DateTimeOffset last)
        {
            if (at < last || at - last > Longest)
                Breaks++;
            else
                Add(watts, at - last);
        }
        _sampled = at;
    }

    /// <summary>Another register rose.</summary>
    public void Rise(decimal joules) => Joules += joules;

    /// <summary>What comes next does not go on from here.</summary>
    public void Break() => Breaks++;

    private void Add(decimal watts, TimeSpan time)
    {
        Joules += watts * time.Ticks / TimeSpan.TicksPerSecond;
        Uncertainty += _step.Value * time.Ticks / TimeSpan.TicksPerSecond;
        _level.Add(watts, time);
    }
}
