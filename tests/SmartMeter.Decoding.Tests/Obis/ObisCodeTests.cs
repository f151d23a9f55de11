using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Tests.Obis;

public class ObisCodeTests
{
    [Theory]
    [InlineData("1-0:1.8.0", "1-0:1.8.0")]
    [InlineData("1-0:1.8.0*255", "1-0:1.8.0")]
    [InlineData("1-0:1.8.0.255", "1-0:1.8.0")]
    [InlineData("1-0:96.50.1*1", "1-0:96.50.1*1")]
    [InlineData("0-0:96.1.255*255", "0-0:96.1.255*255")]
    [InlineData("129-129:199.130.3", "129-129:199.130.3")]
    [InlineData("1.8.0", "1-0:1.8.0")]
    [InlineData("C.1.0", "1-0:96.1.0")]
    [InlineData("F.F", "1-0:97.97.0")]
    [InlineData("1.8.0&12", "1-0:1.8.0*12")]
    public void Written_forms_are_understood(string written, string normal) =>
        Assert.Equal(normal, ObisCode.Parse(written).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1-0:")]
    [InlineData("1-0:4:24.7.0")]
    [InlineData("1-0:1.8.")]
    [InlineData("1-0:1.8.0*")]
    [InlineData("1-0:300.8.0")]
    [InlineData("garbage")]
    [InlineData("1-0:+1.8.0")]
    public void What_is_no_code_is_refused(string written) => Assert.False(ObisCode.TryParse(written, out _));

    [Fact]
    public void A_heat_meters_short_code_gets_its_medium_and_a_zero()
    {
        Assert.True(ObisCode.TryParse("6.8"u8, defaultMedium: 6, out ObisCode code));
        Assert.Equal("6-0:6.8.0", code.ToString());
    }
}
