using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Apdus;

public class GeneralBlockTransferTests
{
    private static byte[] Block(int number, ReadOnlySpan<byte> data, bool last = false)
    {
        byte[] apdu = [0xE0, (byte)(last ? 0xC0 : 0x40), 0, (byte)number, 0, 0, (byte)data.Length, .. data];
        return HdlcWire.Frame(number == 1 ? [0xE6, 0xE7, 0, .. apdu] : apdu);
    }

    private static byte[][] Blocks(uint watts)
    {
        byte[] apdu = HdlcWire.PowerPush(watts)[3..];
        return [Block(1, apdu[..10]), Block(2, apdu[10..15]), Block(3, apdu[15..20]), Block(4, apdu[20..], last: true)];
    }

    private static Decoded From(params byte[][] frames) => Decoded.From([.. frames.SelectMany(frame => frame)]);

    [Fact]
    public void Blocks_join_to_a_push() => Assert.Equal("7 W", From(Blocks(7)).Value("1-0:1.7.0"));

    [Fact]
    public void Blocks_may_come_twice_and_out_of_order()
    {
        byte[][] blocks = Blocks(7);
        Decoded decoded = From(blocks[0], blocks[1], blocks[1], blocks[3], blocks[2]);
        Assert.Equal("7 W", decoded.Value("1-0:1.7.0"));
        Assert.Equal(blocks.Sum(block => block.Length) + blocks[1].Length, decoded.Only().Bytes);
    }

    [Fact]
    public void A_push_abandoned_for_a_new_one_is_refused_alone()
    {
        Decoded decoded = From([Blocks(7)[0], .. Blocks(8)]);
        // Both pushes start alike but for their date-time; here the first block is the same, so it counts as sent twice.
        Assert.Equal("8 W", Decoded.Text(Assert.Single(decoded.Readings), "1-0:1.7.0"));

        byte[][] other = Blocks(9);
        other[0] = Block(1, [0x0F, 0x41, 0, 0, 1, 0, 1, 1, 2, 3]);
        decoded = From([Blocks(7)[0], Blocks(7)[1], .. other]);
        Assert.Equal("9 W", Decoded.Text(Assert.Single(decoded.Readings), "1-0:1.7.0"));
        Assert.Equal([RejectionReason.GbtSequence, RejectionReason.GbtSequence], decoded.Rejections.Select(rejected => rejected.Reason));
    }

    [Fact]
    public void Blocks_1_2_2_4_3_of_an_abandoned_push_and_the_next_are_told_apart()
    {
        byte[][] abandoned = Blocks(5), blocks = Blocks(8);
        blocks[0] = Block(1, [0x0F, 0x40, 0, 0, 1, 0, 1, 1, 2, 3]);
        Decoded decoded = From(abandoned[0], abandoned[1], blocks[0], blocks[1], blocks[1], blocks[3], blocks[2]);
        Assert.Equal("8 W", Decoded.Text(Assert.Single(decoded.Readings), "1-0:1.7.0"));
        Assert.Equal(["gbt gbt-sequence", "gbt gbt-sequence"], decoded.Rejections.Select(rejected => $"{rejected.Layer.Name} {rejected.Reason.Name()}"));
        Assert.Equal(abandoned[0].Length + abandoned[1].Length, decoded.Readings[0].Offset);
    }

    [Fact]
    public void A_whole_push_ends_the_one_whose_blocks_are_still_to_come()
    {
        byte[][] blocks = Blocks(7);
        byte[] whole = HdlcWire.Power(1);
        Decoded decoded = From([blocks[0], blocks[1], whole, .. Blocks(9)]);
        Assert.Equal(["1 W", "9 W"], decoded.Readings.Select(reading => Decoded.Text(reading, "1-0:1.7.0")));
        Assert.Equal((blocks[0].Length + blocks[1].Length, whole.Length), (decoded.Readings[0].Offset, decoded.Readings[0].Bytes));
        Assert.Equal([RejectionReason.GbtSequence, RejectionReason.GbtSequence], decoded.Rejections.Select(rejected => rejected.Reason));
    }

    [Fact]
    public void A_block_without_the_first_is_refused_at_once() =>
        Assert.Equal("gbt gbt-sequence", From(Blocks(7)[2]).OnlyRejection());

    [Fact]
    public void A_block_whose_length_is_not_its_own_is_malformed() =>
        Assert.Equal("gbt malformed", From(HdlcWire.Frame([0xE6, 0xE7, 0, 0xE0, 0xC0, 0, 1, 0, 0, 9, 1, 2, 3])).OnlyRejection());

    [Fact]
    public void A_message_whose_next_block_does_not_come_is_given_up_after_three_seconds()
    {
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        decoder.Feed(Blocks(7)[0], Decoded.Noon);
        decoder.Idle(Decoded.Noon.AddSeconds(2.9));
        Assert.Empty(decoded.Rejections);
        decoder.Idle(Decoded.Noon.AddSeconds(3));
        Assert.Equal("gbt gbt-sequence", decoded.OnlyRejection());
        decoder.Feed([.. Blocks(9).SelectMany(block => block)], Decoded.Noon.AddSeconds(4));
        Assert.Equal("9 W", Decoded.Text(Assert.Single(decoded.Readings), "1-0:1.7.0"));
    }

    [Fact]
    public void A_missing_block_is_told_when_the_stream_ends()
    {
        Decoded decoded = From(Blocks(7)[0], Blocks(7)[1], Blocks(7)[3]);
        Assert.Empty(decoded.Readings);
        Assert.Equal(3, decoded.Rejections.Count);
        Assert.All(decoded.Rejections, rejected => Assert.Equal((RejectionLayer.Gbt, RejectionReason.GbtSequence), (rejected.Layer, rejected.Reason)));
    }

    [Fact]
    public void Blocks_of_two_pushes_are_never_mixed_over_what_was_lost_between_them()
    {
        byte[][] first = Blocks(7), second = Blocks(1_000_000);
        byte[] damaged = [.. second[0]];
        damaged[^5] ^= 1;
        Decoded decoded = From([first[0], first[1], damaged, second[1], second[2], second[3], .. Blocks(3)]);
        Assert.Equal("3 W", Decoded.Text(Assert.Single(decoded.Readings), "1-0:1.7.0"));
        Assert.Equal(6, decoded.Rejections.Count);
        Assert.Equal(decoded.Rejections.OrderBy(rejected => rejected.Offset), decoded.Rejections);
    }
}
