namespace EspSmartMeter.Peaks;

/// <summary>How a meter stands to its scheme at a moment. Powers are milliwatts, moments milliseconds since 1970.</summary>
/// <param name="At">The moment.</param>
/// <param name="WindowStart">When the running window began.</param>
/// <param name="WindowEnd">When it ends.</param>
/// <param name="Mean">The running window's so far.</param>
/// <param name="Forecast">The running window's as it is expected.</param>
/// <param name="OfMonth">The month's figure as it stands.</param>
/// <param name="Billed">What is billed as it stands.</param>
/// <param name="Limit">What the running window's mean may be and the bill stays; null: anything.</param>
/// <param name="Free">What may be switched on for the rest of the window and the bill stays, below 0 what is to be switched off; null: anything.</param>
/// <param name="Warns">The window is about to raise the bill.</param>
internal sealed record PeakStatus(
    long At, long WindowStart, long WindowEnd, long Mean, long Forecast, long OfMonth, long Billed, long? Limit, long? Free, bool Warns)
{
    /// <summary>The bill rises whatever is switched off for the rest of the window.</summary>
    public bool IsPast => Limit is long limit && Mean * (At - WindowStart) > limit * (WindowEnd - WindowStart);
}
