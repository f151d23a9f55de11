using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;
using static SmartMeter.Decoding.Tests.Protocols.MBus.MBusWire;

namespace SmartMeter.Decoding.Tests.Protocols.MBus;

/// <summary>DLMS over wired M-Bus: long frames, segments, the length that overflows, and what is missing.</summary>
public class MBusTests
{
    private const byte Single = 0x10, First = 0x00, Last = 0x11;

    [Fact]
    public void A_single_frame_is_a_whole_message()
    {
        byte[] frame = Frame(Single, Push.OfPower());
        Decoded decoded = Decoded.From(frame);
        Assert.Equal("456 W", decoded.Value("1-0:1.7.0"));
        Assert.Equal(frame.Length, decoded.Only().Bytes);
    }

    [Fact]
    public void Segments_are_joined_in_the_order_of_their_numbers()
    {
        byte[] push = Push.OfPower(300);
        Decoded decoded = Decoded.From([.. Frame(0x00, push.AsSpan(0, 120)), .. Frame(0x01, push.AsSpan(120, 120)), .. Frame(0x12, push.AsSpan(240))]);
        Assert.Equal("456 W", decoded.Value("1-0:1.7.0"));
    }

    /// <summary>Eight bits of sum prove little: 27 is W, 29 var, 99 nothing.</summary>
    [Theory]
    [InlineData(29)]
    [InlineData(99)]
    public void A_unit_that_the_code_cannot_have_refuses_the_telegram(byte unit)
    {
        byte[] push = Push.OfPower();
        push[Array.IndexOf(push, (byte)27)] = unit;
        Decoded decoded = Decoded.From(Frame(Single, push));
        Assert.Equal("list malformed", decoded.OnlyRejection());
        Assert.Contains("1-0:1.7.0", decoded.Rejections[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_of_1_stands_for_257_octets()
    {
        byte[] push = Push.OfPower(300);
        byte[] first = Frame(First, push.AsSpan(0, 252));
        Assert.Equal(1, first[1]);
        Decoded decoded = Decoded.From([.. first, .. Frame(Last, push.AsSpan(252))]);
        Assert.Equal("456 W", decoded.Value("1-0:1.7.0"));
    }

    [Fact]
    public void A_last_segment_without_its_first_is_refused()
    {
        byte[] last = Frame(Last, Push.OfPower().AsSpan(20));
        Assert.Equal($"mbus segment-missing 0+{last.Length}", Decoded.From(last).OnlyRefused());
    }

    [Fact]
    public void A_first_segment_without_its_last_is_refused_when_the_next_message_starts()
    {
        byte[] push = Push.OfPower();
        byte[] first = Frame(First, push.AsSpan(0, 20));
        Decoded decoded = Decoded.From([.. first, .. Frame(First, push.AsSpan(0, 20)), .. Frame(Last, push.AsSpan(20))]);
        Assert.Equal("456 W", Assert.Single(decoded.Readings).Of("1-0:1.7.0"));
        Assert.Equal([$"mbus segment-missing 0+{first.Length}"], decoded.Rejections.Select(Decoded.Told));
    }

    [Fact]
    public void A_segment_lost_between_two_costs_the_message()
    {
        byte[] push = Push.OfPower(300);
        byte[] first = Frame(0x00, push.AsSpan(0, 120)), third = Frame(0x12, push.AsSpan(240));
        Decoded decoded = Decoded.From([.. first, .. third]);
        Assert.Empty(decoded.Readings);
        Assert.Equal([$"mbus segment-missing 0+{first.Length}", $"mbus segment-missing {first.Length}+{third.Length}"], decoded.Rejections.Select(Decoded.Told));
    }

    [Fact]
    public void A_wrong_checksum_costs_its_frame_alone()
    {
        byte[] good = Frame(Single, Push.OfPower()), bad = [.. good];
        bad[20] ^= 1;
        Decoded decoded = Decoded.From([.. good, .. bad, .. good]);
        Assert.Equal(2, decoded.Readings.Count);
        Assert.Equal([$"mbus checksum {good.Length}+{good.Length}"], decoded.Rejections.Select(Decoded.Told));
    }

    [Fact]
    public void A_damaged_segment_costs_its_message_alone()
    {
        byte[] push = Push.OfPower();
        byte[] first = Frame(First, push.AsSpan(0, 20)), last = Frame(Last, push.AsSpan(20)), damaged = [.. last];
        damaged[15] ^= 1;
        Decoded decoded = Decoded.From([.. first, .. damaged, .. first, .. last]);
        Assert.Equal(["mbus segment-missing 0+" + first.Length, $"mbus checksum {first.Length}+{last.Length}"], decoded.Rejections.Select(Decoded.Told));
        Reading reading = Assert.Single(decoded.Readings);
        Assert.Equal(first.Length + last.Length, reading.Offset);
        Assert.Equal(first.Length + last.Length, reading.Bytes);
    }

    [Fact]
    public void Noise_before_the_first_segment_costs_the_message_nothing()
    {
        byte[] push = Push.OfPower();
        Decoded decoded = Decoded.From([0x55, 0xAA, .. Frame(First, push.AsSpan(0, 20)), .. Frame(Last, push.AsSpan(20))]);
        Assert.Equal("456 W", Assert.Single(decoded.Readings).Of("1-0:1.7.0"));
        Assert.Equal(2, Assert.Single(decoded.Rejections).Bytes.Length);
    }

    [Fact]
    public void A_false_head_in_noise_holds_no_frame_back()
    {
        byte[] good = Frame(Single, Push.OfPower());
        Decoded decoded = Decoded.From([0x68, 0xFA, 0xFA, 0x68, 0x53, 0xFF, 0x00, 0x01, 0x67, 0x0F, .. good]);
        Assert.Equal("456 W", Assert.Single(decoded.Readings).Of("1-0:1.7.0"));
        Assert.Equal(["mbus truncated 0+10"], decoded.Rejections.Select(Decoded.Told));
    }

    /// <summary>One false head in some 256 finds its sum and its stop inside a frame that stands behind it, whose head a CRC proves.</summary>
    [Fact]
    public void A_sum_that_fits_by_chance_takes_nothing_of_an_HDLC_frame()
    {
        // The unit of the register, W, is 27 behind 16: a stop.
        int stop = HdlcWire.Power(0).Length - 5;
        byte length = (byte)(6 + stop - 1);
        byte[] head = [0x68, length, length, 0x68, 0x53, 0xFF, 0x00, 0x01, 0x67, 0x0F];
        byte[] frame = Enumerable.Range(0, 5000).Select(watts => HdlcWire.Power((uint)watts))
            .First(power => power[stop - 1] == unchecked((byte)(head[4..].Sum(octet => octet) + power[..(stop - 1)].Sum(octet => octet))));
        Assert.Equal(0x16, frame[stop]);
        Decoded decoded = Decoded.From([.. head, .. frame]);
        Assert.Equal("hdlc", Assert.Single(decoded.Readings).Framing);
        Assert.Equal(["mbus truncated 0+10"], decoded.Rejections.Select(Decoded.Told));
    }

    [Fact]
    public void Two_reads_with_a_pause_between_make_one_message()
    {
        byte[] push = Push.OfPower();
        Decoded decoded = Decoded.FromBursts(Frame(First, push.AsSpan(0, 20)), Frame(Last, push.AsSpan(20)));
        Assert.Equal("456 W", decoded.Value("1-0:1.7.0"));
    }
}
