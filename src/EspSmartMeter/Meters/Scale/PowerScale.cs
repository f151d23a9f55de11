namespace EspSmartMeter.Meters.Scale;

/// <summary>
/// The power of a connection beside its phases: their volts times amperes, and the sum of their watts. What one phase gives and another takes the whole does not
/// show: where energy flows both ways, volts times amperes that come to far more tell nothing.
/// </summary>
internal sealed class PowerScale
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    /// <summary>In watts: what one phase gives and others take comes to no more than some times the one, beside the whole, and in all not to the other.</summary>
    private const decimal CannotCancel = 3000, MostCancels = 20_000;

    private readonly InstantScale _apparent = new(KnownFactor.OfApparent, TenMinutes), _sum = new(KnownFactor.OfEnergy, TenMinutes);

    /// <summary>L1 to L3.</summary>
    public PhaseScale[] Phases { get; } = [new(), new(), new()];

    /// <summary>True where a voltage and a current of each phase come that any comes of.</summary>
    public bool TellsApparent { get; private set; }

    /// <summary>Volts times amperes of all phases, in times the whole's watts; null: not known.</summary>
    public decimal? Apparent => _apparent.Factor;

    /// <summary>The sum of the phases' watts, in times the whole's; null: not known.</summary>
    public decimal? Sum => _sum.Factor;

    /// <summary>True where the phases come to the whole to a twentieth.</summary>
    public bool SumsUp => _sum.Ratio is >= 0.95m and <= 1.05m;

    /// <summary>True where the phases do not.</summary>
    public bool MissesSum => _sum.Ratio is not null && !SumsUp;

    /// <summary>A value of a phase that came for the first time.</summary>
    public void Add(ScaledValue value)
    {
        Phases[value.Phase - 1].Add(value);
        TellsApparent = Array.Exists(Phases, phase => phase.IsMeasured) && Array.TrueForAll(Phases, phase => !phase.IsMeasured || phase is { Voltage: not null, Current: not null });
    }

    /// <summary>True where one phase gives in this telegram, and true where one takes.</summary>
    public (bool Gives, bool Takes) Flows(DateTimeOffset at)
    {
        (bool gives, bool takes) = (false, false);
        foreach (PhaseScale phase in Phases)
        {
            decimal? watts = phase.Watts(at);
            (gives, takes) = (gives || watts < 0, takes || watts > 0);
        }
        return (gives, takes);
    }

    /// <summary>Takes in a telegram; true where something else is proven than before.</summary>
    /// <param name="at">When it came.</param>
    /// <param name="watts">Of the whole, now or a moment ago; null: it was not told.</param>
    /// <param name="bothWays">True where energy ever flows back.</param>
    public bool Take(DateTimeOffset at, decimal? watts, bool bothWays)
    {
        bool isNews = false;
        foreach (PhaseScale phase in Phases)
            isNews |= phase.Take(at);
        // What is given may have a scale of its own.
        if (watts is not > 0)
            return isNews;
        decimal whole = watts.Value;
        if (SumOfWatts(at) is decimal sum)
            isNews |= _sum.Sample(at, Math.Abs(sum), whole);
        if (SumOfVoltAmperes() is decimal apparent && Math.Max(apparent, whole) >= PhaseScale.Least && !(bothWays && MayCancel(apparent, whole)))
            isNews |= _apparent.Sample(at, apparent, whole);
        return isNews;
    }

    private bool MayCancel(decimal apparent, decimal whole) =>
        apparent > 4 * whole && whole < CannotCancel && apparent < 2 * (whole + MostCancels) && Phases.Count(phase => phase.IsMeasured) > 1;

    private decimal? SumOfWatts(DateTimeOffset at)
    {
        decimal? sum = null;
        foreach (PhaseScale phase in Phases)
        {
            if (phase.Watts(at) is decimal watts)
                sum = (sum ?? 0) + watts;
            else if (phase.HasWatts || phase.IsMeasured)
                return null;
        }
        return sum;
    }

    private decimal? SumOfVoltAmperes()
    {
        if (!TellsApparent)
            return null;
        decimal sum = 0, uncertainty = 0;
        foreach (PhaseScale phase in Phases)
        {
            if (!phase.IsMeasured)
                continue;
            if (phase.VoltAmperes is not decimal apparent)
                return null;
            (sum, uncertainty) = (sum + apparent, uncertainty + phase.Uncertainty);
        }
        return uncertainty <= sum * PhaseScale.MostUncertain ? sum : null;
    }
}
