using EspSmartMeter.Timing;

namespace EspSmartMeter.Tests.Timing;

public sealed class BackoffTests
{
    [Fact]
    public void Doubles_to_the_ceiling_and_begins_anew_after_a_success()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), () => 1);
        double[] pauses = [.. Enumerable.Range(0, 7).Select(_ => backoff.Next().TotalSeconds)];
        Assert.Equal([0.5, 1, 2, 4, 8, 10, 10], pauses);
        backoff.Reset();
        Assert.Equal(0.5, backoff.Next().TotalSeconds);
    }

    [Fact]
    public void Spreads_over_a_quarter()
    {
        Assert.Equal(7.5, new Backoff(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), () => 0).Next().TotalSeconds);
    }
}
