namespace EspSmartMeter.Tests.Core;

/// <summary>A clock that stands some seconds before the full hour when it is made, and goes on from there: what a meter sends by the hour comes at once.</summary>
internal sealed class ShiftedClock(int secondsToTheHour) : TimeProvider
{
    private readonly TimeSpan _shift = TimeSpan.FromSeconds(3600 - (DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 3600) - secondsToTheHour);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;
}
