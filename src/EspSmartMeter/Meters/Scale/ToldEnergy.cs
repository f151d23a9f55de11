namespace EspSmartMeter.Meters.Scale;

/// <summary>
/// What a meter tells of the energy that flows one way, beside a register: by its power, each sample for the time since the one before, or by another register.
/// </summary>
internal sealed class ToldEnergy
{
    /// <summary>Power that comes more rarely says little about what flowed in between; a lost telegram or two is no gap.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(75);

    /// <summary>The mean is that of about so long.</summary>
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly FinestStep _step = new();
    private DateTimeOffset? _sampled;
    private decimal _meanJoules, _meanSeconds;

    /// <summary>In joules, since the start.</summary>
    public decimal Joules { get; private set; }

    /// <summary>By how many joules that may be off at most: power is told in steps.</summary>
    public decimal Uncertainty { get; private set; }

    /// <summary>Grows with each gap, and with all that flows the other way: beside a meter that counts its phases one by one nothing is told then.</summary>
    public long Breaks { get; private set; }

    /// <summary>The mean power of the last days while any flowed, in watts; null: none did.</summary>
    public decimal? MeanWatts => _meanSeconds == 0 ? null : _meanJoules / _meanSeconds;

    /// <summary>Power came.</summary>
    public void Sample(DateTimeOffset at, decimal watts)
    {
        _step.Take(watts);
        if (_sampled is DateTimeOffset last)
        {
            if (at < last || at - last > Longest)
                Breaks++;
            else
                Add(watts, (decimal)(at - last).Ticks / TimeSpan.TicksPerSecond);
        }
        _sampled = at;
    }

    /// <summary>Another register rose.</summary>
    public void Rise(decimal joules) => Joules += joules;

    /// <summary>What comes next does not go on from here.</summary>
    public void Break() => Breaks++;

    private void Add(decimal watts, decimal seconds)
    {
        Joules += watts * seconds;
        Uncertainty += _step.Value * seconds;
        if (watts == 0)
            return;
        if (_meanSeconds > (decimal)Week.TotalSeconds)
            (_meanJoules, _meanSeconds) = (_meanJoules / 2, _meanSeconds / 2);
        (_meanJoules, _meanSeconds) = (_meanJoules + (watts * seconds), _meanSeconds + seconds);
    }
}
