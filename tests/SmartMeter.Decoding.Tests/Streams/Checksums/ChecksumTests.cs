using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.Streams.Checksums;

/// <summary>The check values that the catalogue of parametrised CRC algorithms gives for "123456789".</summary>
public class ChecksumTests
{
    [Fact]
    public void X25() => Assert.Equal(0x906E, Crc16X25.Compute("123456789"u8));

    [Fact]
    public void Kermit() => Assert.Equal(0x2189, Crc16Kermit.Compute("123456789"u8));

    [Fact]
    public void Arc() => Assert.Equal(0xBB3D, Crc16Arc.Compute("123456789"u8));
}
