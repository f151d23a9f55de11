namespace EspSmartMeter.Tests.Restarts;

/// <summary>A clock that runs several times as fast as the world's, from a moment of one's choice: a meter that lives by it sends that much more often.</summary>
internal sealed class HastyClock(DateTimeOffset start, int times) : TimeProvider
{
    private readonly long _begun = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + (System.GetElapsedTime(_begun) * times);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period));

    private TimeSpan Shortened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / times;
}
