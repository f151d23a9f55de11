namespace SmartMeter.Decoding.Tests.Streams;

/// <summary>A bare APDU counts only as a whole burst.</summary>
public class BurstTests
{
    [Fact]
    public void Two_that_follow_without_silence_are_two_where_the_carrier_tells_each_ones_end()
    {
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        for (int i = 0; i < 2; i++)
        {
            decoder.Feed(Push.OfPower(), Decoded.Noon);
            decoder.EndBurst(Decoded.Noon);
        }
        Assert.Empty(decoded.Rejections);
        Assert.Equal(2, decoded.Readings.Count);
    }

    [Fact]
    public void And_no_reading_where_nothing_tells_them_apart()
    {
        Decoded decoded = Decoded.FromBursts([.. Push.OfPower(), .. Push.OfPower()]);
        Assert.Empty(decoded.Readings);
    }

    [Fact]
    public void A_frame_that_a_burst_ends_in_goes_on_in_the_next()
    {
        byte[] apdu = Push.OfPower(), frame = [0x00, 0x01, 0x00, 0x01, 0x00, 0x66, (byte)(apdu.Length >> 8), (byte)apdu.Length, .. apdu];
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        decoder.Feed(frame.AsSpan(0, 20), Decoded.Noon);
        decoder.EndBurst(Decoded.Noon);
        decoder.Feed(frame.AsSpan(20), Decoded.Noon);
        decoder.EndBurst(Decoded.Noon);
        decoded.Only();
    }
}
