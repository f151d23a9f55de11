namespace EspSmartMeter.Peaks;

/// <summary>Warns when a window is about to raise the bill: from five minutes before its end on, and with room between on and off.</summary>
internal sealed class PeakWarning
{
    /// <summary>In milliseconds before the window's end. Earlier, more of what was warned of would not come.</summary>
    public const long Lead = 300_000;

    /// <summary>On from so many percent of the limit, off below so many.</summary>
    private const int OnAt = 100, LateOnAt = 103, OffBelow = 96;

    private long _window;
    private bool _isLate;

    public bool IsOn { get; private set; }

    /// <param name="window">When the running window began.</param>
    /// <param name="left">Milliseconds until it ends.</param>
    /// <param name="forecast">Its mean as it is expected.</param>
    /// <param name="limit">What it may be; null: anything.</param>
    public void Look(long window, long left, long forecast, long? limit)
    {
        if (window != _window)
            (_window, IsOn, _isLate) = (window, false, false);
        if (limit is not long most || forecast * 100 < most * OffBelow)
            IsOn = false;
        else if (left <= Lead && forecast * 100 > most * (_isLate ? LateOnAt : OnAt))
            IsOn = true;
        // What crosses the limit by a little in the last minutes mostly falls back.
        _isLate |= left <= Lead;
    }
}
