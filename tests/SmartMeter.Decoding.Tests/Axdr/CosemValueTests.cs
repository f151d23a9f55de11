using System.Buffers.Binary;
using System.Text;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Lists;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Axdr;

/// <summary>Every type of COSEM Data (IEC 62056-6-2, 4.1.5) under a code, with and without scaler.</summary>
public class CosemValueTests
{
    private static string Scaled(byte[] value, sbyte scaler, byte unit, string code = "1-0:1.7.0") =>
        Decode(Push(Structure(Structure(Code(code), value, ScalerUnit(scaler, unit))))).Only().Of(code);

    private static string Plain(string code, byte[] value) => Decode(Push(Structure(Structure(Code(code), value)))).Only().Of(code);

    private static byte[] Float32(float value)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteSingleBigEndian(octets, value);
        return [23, .. octets];
    }

    private static byte[] Float64(double value)
    {
        byte[] octets = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(octets, value);
        return [24, .. octets];
    }

    [Theory]
    [InlineData(0.1f, 0, "0.1 W")]
    [InlineData(230.4f, 0, "230.4 W")]
    [InlineData(16777216f, 0, "16777216 W")]
    [InlineData(-1.5f, 3, "-1500 W")]
    [InlineData(float.NaN, 0, "null")]
    [InlineData(float.PositiveInfinity, 0, "null")]
    [InlineData(1e30f, 0, "null")]
    public void A_float32_is_the_shortest_decimal_that_reads_back_as_it(float value, sbyte scaler, string expected) =>
        Assert.Equal(expected, Scaled(Float32(value), scaler, 27));

    [Theory]
    [InlineData(0.1, 0, "0.1 W")]
    [InlineData(123456789.012345, 0, "123456789.012345 W")]
    [InlineData(1e300, 0, "null")]
    public void So_is_a_float64(double value, sbyte scaler, string expected) => Assert.Equal(expected, Scaled(Float64(value), scaler, 27));

    [Fact]
    public void Integers_of_64_bits_keep_every_digit()
    {
        Assert.Equal("18446744073709551.615 kWh", Scaled(U64(ulong.MaxValue), 0, 30, "1-0:1.8.0"));
        Assert.Equal("-9223372036854775808 kWh", Scaled(I64(long.MinValue), 3, 30, "1-0:1.8.0"));
        Assert.Equal("9223372036854775807 W", Scaled(I64(long.MaxValue), 0, 27));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(-40)]
    [InlineData(127)]
    [InlineData(-128)]
    public void A_scaler_that_leaves_nothing_exact_leaves_the_number_without_unit(sbyte scaler) =>
        Assert.Equal("5 ?", Scaled(U32(5), scaler, 30, "1-0:1.8.0"));

    [Theory]
    [InlineData(0, "0 W")]
    [InlineData(9, "5000000000 W")]
    [InlineData(-9, "0.000000005 W")]
    public void A_scaler_moves_the_point_exactly(sbyte scaler, string expected) => Assert.Equal(expected, Scaled(U32(scaler == 0 ? 0u : 5u), scaler, 27));

    [Fact]
    public void Units_of_the_enumeration_become_canonical()
    {
        Assert.Equal("0.012 m³", Scaled(U32(12), 0, 19, "0-1:24.2.1"));
        Assert.Equal("1.500 GJ", Scaled(U32(1500), 6, 25, "0-1:24.2.1"));
        Assert.Equal("50.01 Hz", Scaled(U16(5001), -2, 44, "1-0:14.7.0"));
        Assert.Equal("0.980", Scaled(U16(980), -3, 255, "1-0:13.7.0"));
        Assert.Equal("0.5 A", Scaled(U32(5), -1, 33, "1-0:77.7.0"));
    }

    [Fact]
    public void Strings_bits_and_states_need_no_scale()
    {
        byte[] utf8 = Encoding.UTF8.GetBytes("Grüße");
        Assert.Equal("Grüße", Plain("0-0:96.13.0", [12, (byte)utf8.Length, .. utf8]));
        Assert.Equal("A550", Plain("0-0:96.5.134", [4, 12, 0xA5, 0x50]));
        Assert.Equal("ABC", Plain("0-0:96.1.0", Visible("ABC\0\0")));
        Assert.Equal("80FF", Plain("0-0:97.97.0", Octets(0x80, 0xFF)));
        Assert.Equal("1", Plain("0-0:96.3.10", Bool(true)));
        Assert.Equal("2", Plain("0-0:96.14.0", Enum(2)));
        Assert.Equal("null", Plain("0-0:96.13.0", Null));
    }

    [Fact]
    public void A_compact_array_holds_elements_without_tags()
    {
        // structure { u32, u16 }, 12 octets: two elements.
        byte[] compact = [19, 2, 2, 6, 18, 12, 0, 0, 0, 1, 0, 2, 0, 0, 0, 3, 0, 4];
        Decode(Push(compact)).IsUnknown("array[2]{structure[2]{u32 1, u16 2}, structure[2]{u32 3, u16 4}}");
        Reading reading = Decode(Push(Structure(Structure(Code("1-0:1.7.0"), U32(9), ScalerUnit(0, 27)), Structure(Code("1-0:99.1.0"), compact)))).Only();
        Assert.Equal(("9 W", "null"), (reading.Of("1-0:1.7.0"), reading.Of("1-0:99.1.0")));
    }

    [Theory]
    [InlineData(new byte[] { 19, 2, 2, 6, 18, 11, 0, 0, 0, 1, 0, 2, 0, 0, 0, 3, 0 })]
    [InlineData(new byte[] { 19, 0, 4, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 19, 1, 0xFF, 0xFF, 6, 4, 0, 0, 0, 1 })]
    public void A_compact_array_that_its_length_does_not_fit_is_malformed(byte[] compact) =>
        Assert.Equal("dlms malformed", Decode(Push(compact)).OnlyRejection());
}
