namespace EspSmartMeter.Meters;

/// <summary>
/// Hears of meters. Called on the thread of a source, which must not wait: an observer takes note and returns at once, and never throws.
/// </summary>
internal interface IMeterObserver
{
    /// <summary>A telegram came; <paramref name="state"/> is the meter with it.</summary>
    void OnTelegram(Meter meter, MeterState state);
}
