using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Protocols.Wrapper;

/// <summary>The wrapper of IEC 62056-47: no checksum, so that only an APDU that ends with its length counts.</summary>
public class WrapperTests
{
    private static byte[] Wrapped(byte[] apdu, int lengthError = 0) =>
        [0x00, 0x01, 0x00, 0x01, 0x00, 0x10, (byte)((apdu.Length + lengthError) >> 8), (byte)(apdu.Length + lengthError), .. apdu];

    [Fact]
    public void A_push_is_read_and_known_to_have_no_checksum()
    {
        Reading reading = Decoded.From(Wrapped(Push.OfPower())).Only();
        Assert.Equal("456 W", reading.Of("1-0:1.7.0"));
        Assert.Equal("wrapper", reading.Framing);
        Assert.Equal(TelegramCheck.None, reading.Check);
    }

    [Fact]
    public void Frames_follow_each_other_and_noise()
    {
        Decoded decoded = Decoded.From([0x00, 0x00, 0x01, .. Wrapped(Push.OfPower()), .. Wrapped(Push.OfPower())]);
        Assert.Equal(2, decoded.Readings.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_length_that_is_not_the_APDUs_is_not_believed(int error)
    {
        Decoded decoded = Decoded.From([.. Wrapped(Push.OfPower(), error), 0x00, 0x00, 0x00]);
        Assert.Empty(decoded.Readings);
        Assert.NotEmpty(decoded.Rejections);
    }

    [Fact]
    public void Inside_a_frame_with_checksum_it_is_that_frames_contents()
    {
        byte[] inner = Wrapped(Push.OfPower());
        byte[] apdu =
        [
            0x0F, 0x00, 0x00, 0x00, 0x01, 0x00, 0x02, 0x02, 0x09, 0x06, 0, 0, 96, 13, 0, 255, 0x09, (byte)inner.Length, .. inner,
        ];
        Reading reading = Decoded.From(HdlcWire.Frame([0xE6, 0xE7, 0x00, .. apdu])).Only();
        Assert.Equal("hdlc", reading.Framing);
        Assert.Equal(Convert.ToHexString(inner), reading.Of("0-0:96.13.0"));
    }

    [Fact]
    public void Where_the_frame_around_it_is_damaged_it_is_read_itself()
    {
        byte[] inner = Wrapped(Push.OfPower());
        byte[] apdu = [0x0F, 0x00, 0x00, 0x00, 0x01, 0x00, 0x02, 0x02, 0x09, 0x06, 0, 0, 96, 13, 0, 255, 0x09, (byte)inner.Length, .. inner];
        byte[] frame = HdlcWire.Frame([0xE6, 0xE7, 0x00, .. apdu]);
        frame[^2] ^= 1;
        Assert.Equal("wrapper", Assert.Single(Decoded.From(frame).Readings).Framing);
    }
}
