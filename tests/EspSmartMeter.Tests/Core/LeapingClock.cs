namespace EspSmartMeter.Tests.Core;

/// <summary>The system's clock, put forward by what a test lets pass; its timers are real ones.</summary>
internal sealed class LeapingClock : TimeProvider
{
    private long _ticks;

    public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
}
