using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Lists;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Axdr;

/// <summary>Payloads that name their values, however they are nested.</summary>
public class RegisterEntriesTests
{
    private static readonly byte[] Watts = ScalerUnit(0, 27), WattHours = ScalerUnit(0, 30);

    private static Reading Read(params byte[][] elements) => Decode(Push(Structure(elements))).Only();

    private static byte[] Power(uint watts) => Structure(Code("1-0:1.7.0"), U32(watts), Watts);

    [Fact]
    public void Structures_may_lie_in_structures()
    {
        byte[] value = Power(9);
        for (int i = 0; i < 12; i++)
            value = i % 2 == 0 ? Structure(value) : AxdrBytes.Array(value);
        Assert.Equal("9 W", Read(value).Of("1-0:1.7.0"));
    }

    [Fact]
    public void Deeper_than_any_meter_nests_is_malformed()
    {
        byte[] value = Power(9);
        for (int i = 0; i < 30; i++)
            value = Structure(value);
        Assert.Equal("dlms malformed", Decode(Push(value)).OnlyRejection());
    }

    [Fact]
    public void Value_scale_and_unit_may_stand_in_a_structure_of_their_own() =>
        Assert.Equal("1.234 kWh", Read(Structure(Code("1-0:1.8.1"), Structure(U32(1234), WattHours))).Of("1-0:1.8.1"));

    [Fact]
    public void An_extended_register_carries_when_its_value_was_taken()
    {
        Reading reading = Read(Structure(Code("1-0:1.6.0"), U32(3000), Watts, Clock), Structure(Code("1-0:2.6.0"), U32(7), Watts, U8(0), Clock));
        Assert.Equal(("3000 W", "7 W"), (reading.Of("1-0:1.6.0"), reading.Of("1-0:2.6.0")));
        Assert.All(reading.Measurements.ToArray(), peak => Assert.Equal("2026-11-22T08:00:00+01:00", peak.TakenAt.ToString()));
    }

    [Fact]
    public void A_clock_that_no_code_names_is_neither_the_meters_number_nor_the_lists_version()
    {
        Reading reading = Read(Clock, Power(9), Structure(Code("1-0:1.6.0"), U32(3000), Watts), Clock);
        Assert.Equal((null, null), (reading.MeterId, reading.List));
    }

    [Fact]
    public void A_table_keeps_its_code_and_spoils_nothing_around_it()
    {
        Reading reading = Read(Power(9), Structure(Code("1-0:99.1.0"), AxdrBytes.Array(Structure(U32(1), U32(2)), Structure(U32(3), U32(4)))));
        Assert.Equal(("9 W", "null"), (reading.Of("1-0:1.7.0"), reading.Of("1-0:99.1.0")));
    }

    [Fact]
    public void A_table_alone_is_no_reading() =>
        Decode(Push(Structure(Code("1-0:99.1.0"), Structure(U32(1), U32(2))))).IsUnknown("structure[2]{octets 1-0:99.1.0, structure[2]{u32 1, u32 2}}");

    [Fact]
    public void A_list_of_objects_may_ask_for_scale_and_unit_too()
    {
        static byte[] Object(ushort kind, string code, byte attribute) => Structure(U16(kind), Code(code), [15, attribute], U16(0));
        Reading reading = Read(
            AxdrBytes.Array(Object(3, "1-0:1.8.0", 2), Object(3, "1-0:1.8.0", 3), Object(3, "1-0:32.7.0", 2), Object(3, "1-0:32.7.0", 3)),
            U32(1234), ScalerUnit(1, 30), U16(2301), ScalerUnit(-1, 35));
        Assert.Equal(("12.34 kWh", "230.1 V"), (reading.Of("1-0:1.8.0"), reading.Of("1-0:32.7.0")));
    }

    [Fact]
    public void A_push_setup_that_heads_the_objects_by_its_name_alone_has_a_value_like_the_others()
    {
        static byte[] Object(ushort kind, string code, byte attribute) => Structure(U16(kind), Code(code), [15, attribute], U16(0));
        Reading reading = Read(AxdrBytes.Array(Object(40, "0-8:25.9.0", 1), Object(3, "1-0:1.7.0", 2)), Code("0-8:25.9.0"), U32(1500));
        Assert.Equal(("1500 W", "Landis+Gyr"), (reading.Of("1-0:1.7.0"), reading.Manufacturer));
    }
}
