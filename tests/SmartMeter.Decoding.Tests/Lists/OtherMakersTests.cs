using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

public class OtherMakersTests
{
    [Fact]
    public void Czech_codes_stand_in_attribute_descriptors() =>
        Decode(Push(Structure(Enum(1), Array(
                Descriptor("0-0:96.1.1", Text("5100000042")), Descriptor("0-0:96.3.10", Enum(1)), Descriptor("0-0:96.14.0", Text("T2")),
                Descriptor("1-0:1.7.0", U32(1956)), Descriptor("1-0:1.8.0", U32(4_913_794)), Descriptor("1-0:2.8.0", U32(52))))))
            .IsRead("Czechia", "5100000042", "0-0:96.3.10 = 1", "0-0:96.14.0 = T2", "1-0:1.7.0 = 1956 W", "1-0:1.8.0 = 4913.794 kWh", "1-0:2.8.0 = 0.052 kWh");

    [Fact]
    public void Czech_makers_choose_their_own_types() =>
        Decode(Push(Array(
                Descriptor("0-0:96.1.1", Text("5100000042")), Descriptor("0-0:96.14.0", Visible("T1")), Descriptor("1-0:1.7.0", U16(1956)),
                Descriptor("1-0:21.7.0", I16(700)), Descriptor("1-0:1.8.0", U64(4_913_794)), Descriptor("1-0:1.8.4", U32(0)), Descriptor("0-0:17.0.0", U32(25)))))
            .IsRead("Czechia", "5100000042", "1-0:1.7.0 = 1956 W", "1-0:21.7.0 = 700 W", "1-0:1.8.0 = 4913.794 kWh", "1-0:1.8.4 = 0.000 kWh", "0-0:17.0.0 = 25 ?");

    [Theory]
    [InlineData("AIDON_V0001", "Aidon")]
    [InlineData("EMBRIQ_V1_1", "Landis+Gyr")]
    public void Lists_that_describe_themselves_name_their_maker(string version, string maker)
    {
        Decoded decoded = Decode(Push(Array(
            Structure(Code("1-1:0.2.129"), Visible(version)), Structure(Code("0-0:96.1.0"), Visible("7359000000000042")),
            Structure(Code("1-0:32.7.0"), U16(2330), ScalerUnit(-1, 35)), Structure(Code("1-0:1.8.0"), U32(10_955_225), ScalerUnit(1, 30)))));
        decoded.IsRead(version, "7359000000000042", "1-0:32.7.0 = 233.0 V", "1-0:1.8.0 = 109552.25 kWh");
        Assert.Equal(maker, decoded.Only().Manufacturer);
    }

    [Theory]
    [InlineData("AIDON_V0001", 3, 0, "2026-07-01T12:00:00+01:00")]
    [InlineData("AIDON_V0001", 0, 0, "2026-07-01T12:00:00+01:00")]
    [InlineData("AIDON_V0001", 3, -120, "2026-07-01T12:00:00+02:00")]
    [InlineData("EMBRIQ_V1_1", 3, 0, "2026-07-01T12:00:00+00:00")]
    public void Aidons_deviation_of_0_tells_nothing_of_its_standard_time(string version, byte weekday, short deviation, string expected)
    {
        byte[] moment = [7, 0xEA, 7, 1, weekday, 12, 0, 0, 0xFF, (byte)(deviation >> 8), (byte)deviation, 0];
        byte[] push = Push(Array(Structure(Code("1-1:0.2.129"), Visible(version)), Structure(Code("0-0:1.0.0"), Octets(moment)), Structure(Code("1-0:1.7.0"), U32(24), ScalerUnit(0, 27))));
        Assert.Equal(expected, Decoded.From(push, new DecoderOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo") }).Only().Of("0-0:1.0.0"));
    }

    [Fact]
    public void A_logical_device_name_starts_with_its_maker()
    {
        Decoded decoded = Decode(Push(Structure(Structure(Code("0-0:42.0.0"), Text("KFM1200000000042")), Structure(Code("1-0:1.7.0"), U32(24), ScalerUnit(0, 27)))));
        decoded.IsRead(null!, "KFM1200000000042", "1-0:1.7.0 = 24 W");
        Assert.Equal("Kaifa", decoded.Only().Manufacturer);
    }

    [Fact]
    public void A_number_behind_the_last_value_is_the_meters() =>
        Decode(Push(Structure([Clock, Code("1-0:1.7.0"), U32(24), ScalerUnit(0, 27), Text("181220000042")]))).IsRead(null!, "181220000042", "1-0:1.7.0 = 24 W");

    [Fact]
    public void Objects_may_have_restrictions_and_columns()
    {
        byte[] Object(string code) => Structure(U16(1), Code(code), [15, 2], U16(0), Structure(Enum(0), Null), Array());
        Decode(Push(Structure(Array(Object("0-0:25.9.0"), Object("0-0:42.0.0"), Object("0-0:97.98.0")), Text("EMR0000000000042"), U32(16))))
            .IsRead(null!, "EMR0000000000042", "0-0:97.98.0 = 16");
    }

    [Fact]
    public void A_text_of_six_characters_is_no_code() =>
        Decode(Push(Structure(Text("123456"), U32(1), U32(2)))).IsUnknown("structure[3]{octets 313233343536, u32 1, u32 2}");

    [Fact]
    public void A_code_among_more_numbers_without_is_no_list_of_codes() =>
        Decode(Push(Structure(Code("0-6:25.9.0"), Text("1120000000042"), U32(1), U32(2)))).IsUnknown("structure[4]");
}
