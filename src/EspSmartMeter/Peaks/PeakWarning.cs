namespace EspSmartMeter.Peaks;

/// <summary>Warns when a window is about to raise the bill: from five minutes before its end on, and with room between on and off.</summary>
internal sealed class PeakWarning
{
    /// <summary>In milliseconds before the window's end; the half minute is for meters that send each ten or thirty seconds.</summary>
    public const long Lead = 330_000;

    /// <summary>On from so many percent of the limit, off below so many.</summary>
    private const int OnAt = 98, OffBelow = 93;

    private long _window;

    public bool IsOn { get; private set; }

    /// <param name="window">When the running window began.</param>
    /// <param name="left">Milliseconds until it ends.</param>
    /// <param name="forecast">Its mean as it is expected.</param>
    /// <param name="limit">What it may be; null: anything.</param>
    public void Look(long window, long left, long forecast, long? limit)
    {
        if (window != _window)
            (_window, IsOn) = (window, false);
        if (limit is not long most || forecast * 100 < most * OffBelow)
            IsOn = false;
        else if (left <= Lead && forecast * 100 > most * OnAt)
            IsOn = true;
    }
}
