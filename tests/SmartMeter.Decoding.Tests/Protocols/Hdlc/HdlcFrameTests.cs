using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.Protocols.Hdlc;

public class HdlcFrameTests
{
    private static IEnumerable<string> Powers(Decoded decoded) => decoded.Readings.Select(reading => Decoded.Text(reading, "1-0:1.7.0"));

    [Fact]
    public void The_checksum_is_that_of_the_standards_check_value() => Assert.Equal(0x906E, Crc16X25.Compute("123456789"u8));

    [Fact]
    public void A_self_describing_register_comes_out_scaled() => Assert.Equal("1122 W", Decoded.From(HdlcWire.Power(1122)).Value("1-0:1.7.0"));

    [Theory]
    [InlineData("03 13")]
    [InlineData("41 0883")]
    [InlineData("CF 00020023")]
    public void Addresses_have_one_two_or_four_octets(string addresses) =>
        Assert.Equal("5 W", Decoded.From(HdlcWire.Frame(HdlcWire.PowerPush(5), addresses: addresses)).Value("1-0:1.7.0"));

    [Fact]
    public void Flags_and_escapes_inside_a_frame_are_data() =>
        Assert.Equal("2121170302 W", Decoded.From(HdlcWire.Power(0x7E6E7D7E)).Value("1-0:1.7.0"));

    [Fact]
    public void One_flag_may_close_a_frame_and_open_the_next()
    {
        Decoded decoded = Decoded.From([.. HdlcWire.Power(1), .. HdlcWire.Power(2)[1..], .. HdlcWire.Power(3)[1..]]);
        Assert.Equal(["1 W", "2 W", "3 W"], Powers(decoded));
        Assert.Empty(decoded.Rejections);
    }

    [Fact]
    public void Flags_between_frames_are_silence()
    {
        Decoded decoded = Decoded.From([0x7E, 0x7E, .. HdlcWire.Power(1), 0x7E, 0x7E, 0x7E, .. HdlcWire.Power(2), 0x7E]);
        Assert.Equal(["1 W", "2 W"], Powers(decoded));
        Assert.Empty(decoded.Rejections);
    }

    [Fact]
    public void Six_flags_and_stray_octets_between_frames_cost_none()
    {
        byte[] flags = [0x7E, 0x7E, 0x7E, 0x7E, 0x7E, 0x7E];
        Decoded decoded = Decoded.From([0x12, 0x7D, .. HdlcWire.Power(1), .. flags, .. HdlcWire.Power(2), 0x00, 0xFF, .. HdlcWire.Power(3), 0x0D, 0x0A]);
        Assert.Equal(["1 W", "2 W", "3 W"], Powers(decoded));
        Assert.All(decoded.Rejections, rejected => Assert.Equal((RejectionReason.Garbage, 2), (rejected.Reason, rejected.Bytes.Length)));
        // Line ends between frames are silence, as flags are.
        Assert.Equal(2, decoded.Rejections.Count);
    }

    // A line set to even parity whose reader takes the parity bit for data, or drops the highest: heads that look right, and no frame.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_read_with_the_wrong_parity_give_no_value(bool parityForData)
    {
        Random random = new(3);
        for (int i = 0; i < 2000; i++)
        {
            byte[] frame = HdlcWire.Power((uint)random.NextInt64(uint.MaxValue));
            for (int at = 1; at < frame.Length - 1; at++)
                frame[at] = (byte)((frame[at] & 0x7F) | (parityForData && (System.Numerics.BitOperations.PopCount(frame[at] & 0x7Fu) & 1) != 0 ? 0x80 : 0));
            Assert.Empty(Decoded.From(frame).Readings);
        }
    }

    [Fact]
    public void A_flipped_bit_costs_one_frame()
    {
        byte[] damaged = HdlcWire.Power(7);
        damaged[25] ^= 0x10;
        Decoded decoded = Decoded.From([.. HdlcWire.Power(1), .. damaged, .. HdlcWire.Power(2)]);
        Assert.Equal(["1 W", "2 W"], Powers(decoded));
        Rejected rejected = Assert.Single(decoded.Rejections);
        Assert.Equal((new RejectionLayer("hdlc"), RejectionReason.Fcs), (rejected.Layer, rejected.Reason));
        Assert.Equal((HdlcWire.Power(1).Length, damaged.Length), (rejected.Offset, rejected.Bytes.Length));
    }

    [Fact]
    public void A_cut_frame_whose_length_reaches_into_the_next_does_not_hold_it_back()
    {
        byte[] cut = HdlcWire.Frame(new byte[500])[..20];
        Decoded decoded = Decoded.From([.. cut, .. HdlcWire.Power(1), .. HdlcWire.Power(2)]);
        Assert.Equal(["1 W", "2 W"], Powers(decoded));
        Rejected rejected = Assert.Single(decoded.Rejections);
        Assert.Equal((RejectionReason.Truncated, 0L, cut.Length), (rejected.Reason, rejected.Offset, rejected.Bytes.Length));
    }

    [Fact]
    public void A_head_that_does_not_fit_its_check_names_the_garbage()
    {
        byte[] frame = HdlcWire.Power(7);
        frame[6] ^= 1;
        Assert.Equal("hdlc hcs", Decoded.From(frame).OnlyRejection());
    }

    [Fact]
    public void A_frame_without_its_closing_flag_is_truncated() =>
        Assert.Equal("hdlc truncated", Decoded.From([.. HdlcWire.Power(7)[..^1], 0]).Rejections.Select(r => $"{r.Layer.Name} {r.Reason.Name()}").First());

    [Fact]
    public void An_fcs_that_ends_with_7E_may_stand_for_the_closing_flag()
    {
        uint watts = Enumerable.Range(0, 60_000).Select(i => (uint)i * 65_537).First(candidate => HdlcWire.Power(candidate)[^2] == 0x7E);
        byte[] frame = HdlcWire.Power(watts)[..^1];
        Assert.Equal($"{watts} W", Decoded.From(frame).Value("1-0:1.7.0"));
        Assert.Equal([$"{watts} W", "1 W"], Powers(Decoded.From([.. frame, .. HdlcWire.Power(1)])));
    }

    [Fact]
    public void A_sound_frame_without_information_is_no_data() =>
        Assert.Equal("hdlc no-data", Decoded.From(HdlcWire.Frame([], control: 0x73)).OnlyRejection());

    [Fact]
    public void Segments_join_though_a_code_is_split_between_them()
    {
        byte[] push = HdlcWire.PowerPush(99);
        Decoded decoded = Decoded.From(
            [.. HdlcWire.Frame(push[..16], segmented: true), .. HdlcWire.Frame(push[16..20], segmented: true), .. HdlcWire.Frame(push[20..])]);
        Assert.Equal("99 W", decoded.Value("1-0:1.7.0"));
        Assert.Equal(0, decoded.Only().Offset);
    }

    [Fact]
    public void A_reading_counts_the_fill_between_its_frames_as_its_own()
    {
        byte[] push = HdlcWire.PowerPush(99);
        byte[] stream = [.. HdlcWire.Frame(push[..16], segmented: true), 0x7E, 0x7E, .. HdlcWire.Frame(push[16..])];
        Assert.Equal(stream.Length, Decoded.From(stream).Only().Bytes);
    }

    [Fact]
    public void A_lost_segment_costs_its_message_and_no_other()
    {
        byte[] push = HdlcWire.PowerPush(99);
        Decoded decoded = Decoded.From(
            [.. HdlcWire.Frame(push[..16], segmented: true), .. HdlcWire.Frame(push[20..]), .. HdlcWire.Power(1)]);
        Assert.Equal(["1 W"], Powers(decoded));
        Assert.Equal([RejectionReason.SegmentMissing, RejectionReason.SegmentMissing], decoded.Rejections.Select(rejected => rejected.Reason));
    }

    [Fact]
    public void A_message_abandoned_for_a_new_one_is_told_before_it()
    {
        byte[] push = HdlcWire.PowerPush(99);
        Decoded decoded = Decoded.From([.. HdlcWire.Frame(push[..16], segmented: true), .. HdlcWire.Power(1)]);
        Assert.Equal(["1 W"], Powers(decoded));
        Assert.Equal(RejectionReason.SegmentMissing, Assert.Single(decoded.Rejections).Reason);
    }
}
