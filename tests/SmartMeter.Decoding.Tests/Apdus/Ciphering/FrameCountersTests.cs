using SmartMeter.Decoding.Apdus.Ciphering;

namespace SmartMeter.Decoding.Tests.Apdus.Ciphering;

/// <summary>What is taken for a telegram sent again, and what is not: nobody is locked out for good.</summary>
public class FrameCountersTests
{
    private const ulong Meter = 0x5453540000000001;
    private const string Key = "A1B2C3D4";

    private readonly FrameCounters _counters = new();
    private DateTimeOffset _now = Decoded.Noon;

    private bool Takes(uint counter, bool verified = true, string key = Key, ulong meter = Meter)
    {
        _now += TimeSpan.FromSeconds(10);
        return _counters.TryAdvance(meter, key, counter, verified, _now);
    }

    [Fact]
    public void A_counter_that_moves_never_goes_back()
    {
        Assert.True(Takes(5) && Takes(6) && Takes(20));
        Assert.False(Takes(20) || Takes(6) || Takes(19));
        Assert.True(Takes(21));
    }

    [Fact]
    public void What_was_sent_before_a_restart_is_not_believed_after_it()
    {
        Assert.True(Takes(5) && Takes(6));
        FrameCounters after = new();
        after.Restore(_counters.Stored());
        Assert.False(after.TryAdvance(Meter, Key, 6, verified: true, _now));
        Assert.True(after.TryAdvance(Meter, Key, 7, verified: true, _now));
    }

    [Fact]
    public void A_counter_that_never_moves_tells_nothing_and_is_not_kept()
    {
        Assert.True(Takes(0) && Takes(0) && Takes(0));
        Assert.Empty(_counters.Stored());
    }

    [Fact]
    public void Another_key_or_another_meter_starts_anew()
    {
        Assert.True(Takes(500) && Takes(501));
        Assert.True(Takes(1, meter: Meter + 1));
        Assert.True(Takes(1, key: "00000000"));
        Assert.True(Takes(2, key: "00000000"));
        Assert.False(Takes(2, key: "00000000"));
    }

    [Fact]
    public void What_no_tag_vouches_for_moves_no_verified_counter()
    {
        Assert.True(Takes(5) && Takes(6));
        Assert.True(Takes(uint.MaxValue, verified: false));
        Assert.True(Takes(7));
        Assert.False(Takes(6, verified: false));
    }

    [Fact]
    public void The_first_verified_tag_wins_over_what_nothing_vouched_for()
    {
        Assert.True(Takes(5, verified: false) && Takes(4_000_000_000, verified: false));
        Assert.True(Takes(6));
        Assert.False(Takes(6));
        Assert.True(Takes(7));
    }

    [Fact]
    public void A_counter_set_back_is_believed_after_ten_minutes_of_going_on()
    {
        Assert.True(Takes(5000) && Takes(5001));
        for (uint counter = 1; counter <= 60; counter++)
            Assert.False(Takes(counter));
        Assert.True(Takes(61) && Takes(62));
        Assert.False(Takes(62));
    }

    [Fact]
    public void A_recording_played_beside_the_meter_is_never_believed()
    {
        Assert.True(Takes(5000));
        for (uint counter = 1; counter <= 1000; counter++)
        {
            Assert.True(Takes(5000 + counter));
            Assert.False(Takes(counter));
        }
    }

    [Fact]
    public void One_telegram_played_over_and_over_is_never_believed()
    {
        Assert.True(Takes(5000) && Takes(5001));
        for (int i = 0; i < 1000; i++)
            Assert.False(Takes(4000));
    }

    [Fact]
    public void A_stored_counter_that_lies_far_ahead_locks_nobody_out()
    {
        _counters.Restore([new FrameCounter(Meter.ToString("X16", null), Key, uint.MaxValue, Verified: true)]);
        uint counter = 0;
        while (!Takes(++counter))
            Assert.True(counter < 100);
        Assert.True(Takes(counter + 1));
    }

    [Fact]
    public void What_is_stored_is_bounded_and_nonsense_in_it_is_left_out()
    {
        _counters.Restore([new FrameCounter("not hex", Key, 5, true), .. Enumerable.Range(0, 1000).Select(i => new FrameCounter($"{i:X16}", Key, 5, true))]);
        Assert.InRange(_counters.Stored().Count, 1, 64);
    }
}
