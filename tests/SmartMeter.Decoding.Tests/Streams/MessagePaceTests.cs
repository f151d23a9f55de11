using SmartMeter.Decoding.Streams;
using SmartMeter.Decoding.Tests.Protocols.MBus;

namespace SmartMeter.Decoding.Tests.Streams;

/// <summary>How long a message in several frames waits for the next of them.</summary>
public class MessagePaceTests
{
    private static readonly DateTimeOffset Start = Decoded.Noon;

    [Fact]
    public void At_first_for_three_seconds() => Assert.Equal(TimeSpan.FromSeconds(3), new MessagePace().Patience);

    [Theory]
    [InlineData(10, 0.1, 3)]
    [InlineData(5, 0.1, 2.5)]
    [InlineData(1, 0.05, 0.6)]
    [InlineData(2, 0.6, 1.7)]
    [InlineData(10, 2, 3)]
    public void Then_for_half_the_meters_interval_or_twice_its_own_pauses(double interval, double pause, double patience)
    {
        MessagePace pace = new();
        for (int message = 0; message < 3; message++)
        {
            pace.Begin(Start.AddSeconds(message * interval));
            pace.Whole(TimeSpan.FromSeconds(pause));
        }
        Assert.Equal(TimeSpan.FromSeconds(patience), pace.Patience);
    }

    [Fact]
    public void Two_messages_that_a_network_brought_at_once_are_forgotten_in_time()
    {
        MessagePace pace = new();
        double at = 0;
        for (int message = 0; message < 40; message++)
        {
            pace.Begin(Start.AddSeconds(at += message == 3 ? 0 : 10));
            pace.Whole(TimeSpan.Zero);
        }
        Assert.Equal(TimeSpan.FromSeconds(3), pace.Patience);
    }

    [Fact]
    public void A_long_frame_of_a_slow_line_is_no_silence()
    {
        byte[][] frames = MBusWire.Segments(200, 100);
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        DateTimeOffset now = Start;
        foreach (byte octet in frames.SelectMany(frame => frame))
            decoder.Feed([octet], now += TimeSpan.FromMilliseconds(40));
        Assert.True(now - Start > 2 * MessagePace.Longest);
        decoder.End(now);
        Assert.Empty(decoded.Rejections);
        Assert.Single(decoded.Readings);
    }

    [Fact]
    public void A_frame_that_stalls_on_its_way_is_still_the_next_one()
    {
        byte[][] frames = MBusWire.Segments(60, 30);
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        decoder.Feed(frames[0], Start);
        decoder.Feed(frames[1].AsSpan(0, 12), Start.AddSeconds(1));
        decoder.Idle(Start.AddSeconds(6));
        decoder.Feed(frames[1].AsSpan(12), Start.AddSeconds(6));
        foreach (byte[] frame in frames[2..])
            decoder.Feed(frame, Start.AddSeconds(6));
        Assert.Empty(decoded.Rejections);
        Assert.Single(decoded.Readings);
    }

    [Fact]
    public void Link_frames_between_do_not_make_the_wait_longer()
    {
        byte[][] frames = MBusWire.Segments(60, 30);
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        decoder.Feed(frames[0], Start);
        for (int second = 1; second < 6; second++)
            decoder.Feed([0x10, 0x40, 0xF0, 0x30, 0x16], Start.AddSeconds(second));
        foreach (byte[] frame in frames[1..])
            decoder.Feed(frame, Start.AddSeconds(6));
        decoder.End(Start.AddSeconds(7));
        Assert.Empty(decoded.Readings);
    }
}
