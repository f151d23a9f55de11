namespace EspSmartMeter.Timing;

/// <summary>The pause before the next attempt: doubled at each failure up to a ceiling, and spread so that many clients do not come back as one.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan ceiling, Func<double> random)
{
    private int _failures;

    public TimeSpan Next()
    {
        double seconds = Math.Min(ceiling.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_failures, 30)));
        _failures++;
        return TimeSpan.FromSeconds(seconds * (0.75 + (0.25 * random())));
    }

    public void Reset() => _failures = 0;
}
