using System.Globalization;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Tests.Obis;

public class ExactNumberTests
{
    [Theory]
    [InlineData("1.011", 3, "1011")]
    [InlineData("00.244", 3, "244")]
    [InlineData("70.000", 3, "70000")]
    [InlineData("109552250", -3, "109552.250")]
    [InlineData("2", 4, "20000")]
    [InlineData("-0.04", 3, "-40")]
    [InlineData("18446744073709551615", -3, "18446744073709551.615")]
    public void The_point_moves_and_no_digit_is_lost(string mantissa, int exponent, string expected)
    {
        Assert.True(ExactNumber.TryScale(decimal.Parse(mantissa, CultureInfo.InvariantCulture), exponent, out decimal number));
        Assert.Equal(expected, number.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(-128)]
    public void A_scale_beyond_reason_is_refused(int exponent) => Assert.False(ExactNumber.TryScale(5, exponent, out _));

    [Theory]
    [InlineData("1000000000000000000000001", 0)]
    [InlineData("-18446744073709551615", 6)]
    [InlineData("9999999999999999999999999999", -3)]
    [InlineData("18446744073709551615", 9)]
    public void What_is_beyond_anything_measured_is_refused(string mantissa, int exponent) =>
        Assert.False(ExactNumber.TryScale(decimal.Parse(mantissa, CultureInfo.InvariantCulture), exponent, out _));

    [Fact]
    public void A_float_reads_as_its_maker_wrote_it()
    {
        Assert.True(ExactNumber.TryFromFloat(0.1f, out decimal tenth));
        Assert.Equal(0.1m, tenth);
        Assert.True(ExactNumber.TryFromDouble(230.05, out decimal volts));
        Assert.Equal(230.05m, volts);
        Assert.False(ExactNumber.TryFromFloat(float.NaN, out _));
        Assert.False(ExactNumber.TryFromFloat(float.MaxValue, out _));
        Assert.False(ExactNumber.TryFromFloat(2e24f, out _));
        Assert.False(ExactNumber.TryFromDouble(-2e24, out _));
    }
}
