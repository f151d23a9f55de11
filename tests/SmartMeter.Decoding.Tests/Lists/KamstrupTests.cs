using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

public class KamstrupTests
{
    private const string Meter = "5706560000000042";

    private static Decoded DecodePairs(string? type, params (string Code, byte[] Value)[] pairs)
    {
        (string, byte[])[] head = [("1-1:0.0.5", Visible(Meter)), .. type is null ? [] : ((string, byte[])[])[("1-1:96.1.1", Visible(type))]];
        return Decode(Push(Structure([Visible("Kamstrup_V0001"), .. Pairs([.. head, .. pairs])])));
    }

    [Theory]
    [InlineData("6841121BN243101040")]
    [InlineData("6841138BN243101010")]
    [InlineData("6861111BN242101040")]
    public void Norways_and_Denmarks_registers_count_10_Wh_and_currents_10_mA(string type) =>
        DecodePairs(type, ("1-1:1.7.0", U32(2531)), ("1-1:31.7.0", U32(996)), ("1-1:32.7.0", U16(231)), ("1-1:1.8.0", U32(427_244)))
            .IsRead("Kamstrup_V0001", Meter, "1-1:1.7.0 = 2531 W", "1-1:31.7.0 = 9.96 A", "1-1:32.7.0 = 231 V", "1-1:1.8.0 = 4272.44 kWh");

    [Fact]
    public void The_long_list_without_type_number_counts_10_Wh_too() =>
        DecodePairs(null, ("1-1:1.8.0", U32(135_000)), ("1-1:22.8.0", U32(7)), ("1-1:13.7.0", U16(98)))
            .IsRead("Kamstrup_V0001", Meter, "1-1:1.8.0 = 1350.00 kWh", "1-1:22.8.0 = 0.07 kWh", "1-1:13.7.0 = 0.98");

    [Theory]
    [InlineData("6841131BN245101092")]
    [InlineData("6841131BN240101063")]
    [InlineData("6841131AN243102086")]
    public void Elsewhere_registers_come_in_two_scales_and_have_no_unit(string type) =>
        DecodePairs(type, ("1-1:1.7.0", U32(2269)), ("1-1:31.7.0", U32(287)), ("1-1:1.8.0", U32(32_014_158)))
            .IsRead("Kamstrup_V0001", Meter, "1-1:1.7.0 = 2269 W", "1-1:31.7.0 = 2.87 A", "1-1:1.8.0 = 32014158 ?");

    [Fact]
    public void At_current_transformers_current_counts_1_mA_and_registers_lack_the_ratio() =>
        DecodePairs("6851131BN243101010", ("1-1:31.7.0", U32(90_999)), ("1-1:1.8.0", U32(12_767_600)))
            .IsRead("Kamstrup_V0001", Meter, "1-1:31.7.0 = 90.999 A", "1-1:1.8.0 = 12767600 ?");

    [Theory]
    [InlineData(231, "231 V")]
    [InlineData(22199, "221.99 V")]
    [InlineData(0, "0 V")]
    [InlineData(2310, "2310 ?")]
    public void Voltage_has_the_only_scale_that_makes_it_a_mains_voltage(ushort sent, string read) =>
        DecodePairs("6841138BN243101010", ("1-1:32.7.0", U16(sent))).IsRead("Kamstrup_V0001", Meter, $"1-1:32.7.0 = {read}");

    [Fact]
    public void A_phase_that_is_not_there_leaves_null_behind() =>
        Decode(Push(Structure([Visible("Kamstrup_V0001"), .. Pairs(("1-1:96.1.1", Visible("6861111BN242101040")), ("1-1:31.7.0", U32(896))), Null, Null, Null, Null,
                .. Pairs(("1-1:32.7.0", U16(225)))])))
            .IsRead("Kamstrup_V0001", null, "1-1:31.7.0 = 8.96 A", "1-1:32.7.0 = 225 V");
}
