namespace EspSmartMeter.Tests.Meters.Guard;

/// <summary>
/// Home Assistant Core's sum of a total_increasing sensor, as its recorder was seen to count (2025.6 and 2026.11): below 90 % of the last value a new cycle
/// begins at 0, so that all of the new value is booked; a smaller fall is subtracted. A stand-in for tests: no code of Core.
/// </summary>
internal sealed class CoreSum
{
    private decimal? _last;

    public decimal Sum { get; private set; }

    public void See(decimal state)
    {
        if (_last is decimal last)
            Sum += state < last * 0.9m ? state : state - last;
        _last = state;
    }
}
