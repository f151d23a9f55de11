namespace EspSmartMeter.Peaks;

/// <summary>What the rest of the running window is taken to be like, and what is learnt of it when the window is over. Moments and spans are milliseconds.</summary>
internal sealed class WindowForecast(long windowLength)
{
    /// <summary>A window is high that may come to so many percent of what raises the bill: the others teach nothing of it.</summary>
    private const int HighFrom = 80;

    /// <summary>So much later than its end a window's last minutes are still those that were just measured.</summary>
    private const long Late = 60_000;

    /// <summary>The look-back that spans the last minutes of a window.</summary>
    private static readonly int OfLead = Array.IndexOf([.. RecentPower.LookBacks], PeakWarning.Lead);

    private readonly RestForecast _rest = new();
    private long _window;
    private bool _isLate;
    private long[]? _looked;

    /// <summary>The mean power that the rest is taken to have, whatever the window.</summary>
    public long Usual(long[] means) => _rest.Expected(means);

    /// <summary>The mean power that the rest of the running window is taken to have.</summary>
    /// <param name="window">When it began.</param>
    /// <param name="left">Until it ends.</param>
    /// <param name="energy">So far, in milliwatts times milliseconds.</param>
    /// <param name="means">Of the power of the last minutes.</param>
    /// <param name="limit">What its mean may be; null: anything.</param>
    public long Rest(long window, long left, long energy, long[] means, long? limit)
    {
        if (window != _window)
            Begin(window, windowLength - left, means);
        bool isHigh = limit is long most && energy + (left * means.Max()) > most * HighFrom / 100 * windowLength;
        if (left > PeakWarning.Lead)
            return _rest.Expected(means);
        if (!_isLate && isHigh && left > PeakWarning.Lead - Late)
            _looked = means;
        _isLate = true;
        return isHigh ? _rest.ExpectedOfHigh(means) : _rest.Expected(means);
    }

    private void Begin(long window, long since, long[] means)
    {
        if (_looked is not null && window == _window + windowLength && since <= Late)
            _rest.Learn(_looked, means[OfLead]);
        (_window, _isLate, _looked) = (window, false, null);
    }
}
