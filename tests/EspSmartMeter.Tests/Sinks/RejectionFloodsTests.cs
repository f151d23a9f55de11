using EspSmartMeter.Sinks;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks;

public sealed class RejectionFloodsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    private readonly RejectionFloods _floods = new();

    [Fact]
    public void Of_a_flood_the_first_is_told_and_the_rest_is_counted()
    {
        Assert.Equal(1, Enumerable.Range(0, 5000).Count(i => _floods.IsFirst(Damaged(At.AddMilliseconds(i)), out _)));

        Assert.Empty(_floods.EndedAt(At.AddSeconds(59)));
        Assert.Equal(new Repeats(Damaged(At).Kind, 4999, At), Assert.Single(_floods.EndedAt(At.AddSeconds(61))));
        Assert.Empty(_floods.EndedAt(At.AddSeconds(62)));
    }

    [Fact]
    public void Each_kind_and_each_source_has_a_first()
    {
        Assert.True(_floods.IsFirst(Damaged(At), out _));
        Assert.True(_floods.IsFirst(Damaged(At, reason: RejectionReason.Hcs), out _));
        Assert.True(_floods.IsFirst(Damaged(At, source: "tcp://other:1"), out _));
        Assert.False(_floods.IsFirst(Damaged(At), out _));
    }

    [Fact]
    public void A_minute_later_the_kind_is_a_first_again_and_the_flood_before_is_told_with_it()
    {
        _ = _floods.IsFirst(Damaged(At), out _);
        _ = _floods.IsFirst(Damaged(At), out _);

        Assert.True(_floods.IsFirst(Damaged(At.AddSeconds(61)), out Repeats? ended));
        Assert.Equal(1, ended?.Count);
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_the_kind_a_first_again()
    {
        _ = _floods.IsFirst(Damaged(At), out _);
        Assert.True(_floods.IsFirst(Damaged(At.AddHours(-1)), out Repeats? ended));
        Assert.Null(ended);
    }

    private static Rejection Damaged(DateTimeOffset at, RejectionReason reason = RejectionReason.Fcs, string source = "tcp://emeter.local:8088") =>
        new(source, "house", at, new Rejected(new RejectionLayer("hdlc"), reason, 0, new byte[] { 0x7e }));
}
