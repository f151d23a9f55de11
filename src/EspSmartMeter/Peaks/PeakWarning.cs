namespace EspSmartMeter.Peaks;

/// <summary>
/// Warns when a window is about to raise the bill: five minutes before its end where the forecast says so, and later only where half the power would do it. Taken back
/// where the forecast has fallen clearly below.
/// </summary>
internal sealed class PeakWarning
{
    /// <summary>In milliseconds before the window's end. Earlier, more of what was warned of would not come.</summary>
    public const long Lead = 300_000;

    /// <summary>Off below so many percent of the limit: no flicker between on and off.</summary>
    private const int OffBelow = 96;

    private long _window;
    private bool _isLate;

    public bool IsOn { get; private set; }

    /// <param name="window">When the running window began.</param>
    /// <param name="left">Milliseconds until it ends.</param>
    /// <param name="forecast">Its mean as it is expected.</param>
    /// <param name="least">Its mean where only half the power of now goes on.</param>
    /// <param name="limit">What it may be; null: anything.</param>
    public void Look(long window, long left, long forecast, long least, long? limit)
    {
        if (window != _window)
            (_window, IsOn, _isLate) = (window, false, false);
        if (limit is not long most || forecast * 100 < most * OffBelow)
            IsOn = false;
        else if (left <= Lead && (_isLate ? least : forecast) > most)
            IsOn = true;
        _isLate |= left <= Lead;
    }
}
