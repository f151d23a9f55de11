using EspSmartMeter.Sources;
using SmartMeter.Decoding.Dissection;

namespace EspSmartMeter.Tests.Sources;

public sealed class RecentBytesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RecentBytes _recent = new();

    [Fact]
    public void What_came_within_a_tenth_of_a_second_is_one_burst()
    {
        _recent.Add([1, 2], Noon, lines: 1);
        _recent.Add([3], Noon.AddMilliseconds(60), lines: 1);
        _recent.Add([4], Noon.AddMilliseconds(160), lines: 1);
        _recent.EndBurst();
        _recent.Add([5], Noon.AddMilliseconds(161), lines: 1);

        (long offset, IReadOnlyList<DissectedBurst> bursts) = _recent.Kept;
        Assert.Equal(0, offset);
        Assert.Equal(["010203", "04", "05"], bursts.Select(burst => Convert.ToHexString(burst.Bytes.Span)));
        Assert.Equal(Noon.AddMilliseconds(60), bursts[0].At);
    }

    [Fact]
    public void What_comes_after_a_stream_is_another()
    {
        _recent.Add([1], Noon, lines: 1);
        _recent.EndStream();
        _recent.Add([2], Noon.AddMilliseconds(1), lines: 1);

        Assert.Equal([BurstEnd.Stream, BurstEnd.Pause], _recent.Kept.Bursts.Select(burst => burst.End));
    }

    [Theory]
    [InlineData(1, 64 * 1024)]
    [InlineData(1000, 4 * 1024 * 1024 / 1000)]
    public void The_oldest_goes_when_there_is_no_room(int lines, int most)
    {
        for (int second = 0; second < 1000; second++)
            _recent.Add(new byte[300], Noon.AddSeconds(second), lines);

        (long offset, IReadOnlyList<DissectedBurst> bursts) = _recent.Kept;
        Assert.InRange(bursts.Sum(burst => burst.Bytes.Length), most - 300, most);
        Assert.Equal(300_000 - bursts.Sum(burst => burst.Bytes.Length), offset);
    }
}
