using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

public class IskraemecoTests
{
    private const string Name = "ISK1030700000042", Number = "00000042";

    private static Decoded DecodeValues(params byte[][] values) => Decode(Push(Structure(values)));

    [Fact]
    public void Slovenia_sends_18_values_of_three_phases() =>
        DecodeValues([Text(Name), Text("16820005"), .. U32s(1500, 0, 10, 700), .. U16s(2301, 2302, 2303, 101, 102, 650), .. U32s(100, 200, 1200, 1, 2, 3)])
            .IsRead("AM550 Slovenia, three phases", Number, "0-0:42.0.0 = ISK1030700000042", "1-0:1.7.0 = 1500 W", "1-0:4.7.0 = 700 var",
                "1-0:52.7.0 = 230.2 V", "1-0:71.7.0 = 6.50 A", "1-0:61.7.0 = 1200 W", "1-0:62.7.0 = 3 W");

    [Theory]
    [InlineData(22)]
    [InlineData(3)]
    public void Slovenia_sends_registers_in_12_values(byte typeOfTheBreaker) =>
        DecodeValues([Text(Name), Text("16820006"), [typeOfTheBreaker, 1], Octets(0, 1), .. U32s(30, 10, 20, 70, 30, 40, 5, 6)])
            .IsRead("AM550 Slovenia, registers", Number, "0-0:96.3.10 = 1", "0-0:96.14.0 = 0001", "1-0:1.8.0 = 0.030 kWh", "1-0:1.8.2 = 0.020 kWh",
                "1-0:2.8.1 = 0.030 kWh", "1-0:4.8.0 = 0.006 kvarh");

    [Fact]
    public void Celje_sends_12_values_in_another_order() =>
        DecodeValues([Text(Name), Text("UP_3f"), .. U16s(2311, 2312, 2313, 451, 525, 88), .. U32s(2400, 0, 4, 264)])
            .IsRead("AM550 Slovenia, Celje", Number, "1-0:32.7.0 = 231.1 V", "1-0:51.7.0 = 5.25 A", "1-0:1.7.0 = 2400 W", "1-0:4.7.0 = 264 var");

    [Fact]
    public void Slovenia_sends_9_values_of_one_phase() =>
        DecodeValues([Text(Name), Text("ISK00000042"), .. U32s(373, 0, 0, 112), U16(2301), .. U32s(7, 8)])
            .IsRead("AM550 Slovenia, one phase", Number, "1-0:1.7.0 = 373 W", "1-0:32.7.0 = 230.1 V", "1-0:2.8.2 = 0.008 kWh");

    [Fact]
    public void Slovenia_sends_9_values_of_power_and_registers() =>
        DecodeValues([Text(Name), .. U32s(625, 0, 300, 100, 200, 30, 10, 20)])
            .IsRead("AM550 Slovenia, power and registers", Number, "1-0:1.7.0 = 625 W", "1-0:1.8.0 = 0.300 kWh", "1-0:2.8.2 = 0.020 kWh");

    [Fact]
    public void Slovenia_sends_10_values_of_one_phase() =>
        DecodeValues([Text(Name), Text("ISK00000042"), .. U32s(540, 0, 0, 282), .. U16s(2336, 278), .. U32s(540, 1)])
            .IsRead("AM550 Slovenia, one phase with current", Number, "1-0:32.7.0 = 233.6 V", "1-0:31.7.0 = 2.78 A", "1-0:22.7.0 = 1 W");

    [Fact]
    public void Slovenia_sends_10_values_of_tariff_registers() =>
        DecodeValues([Text(Name), Text("16820007"), .. U32s(1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000)])
            .IsRead("AM550 Slovenia, tariff registers", Number, "1-0:1.8.1 = 1.000 kWh", "1-0:2.8.2 = 4.000 kWh", "1-0:4.8.2 = 8.000 kvarh");

    [Fact]
    public void Slovenia_sends_8_values_of_one_phase() =>
        DecodeValues([Text(Name), Text("ISK00000042"), .. U16s(2340, 150), .. U32s(350, 0, 3, 4)])
            .IsRead("AM550 Slovenia, one phase, short", Number, "1-0:32.7.0 = 234.0 V", "1-0:31.7.0 = 1.50 A", "1-0:4.7.0 = 4 var");

    [Fact]
    public void Slovenia_sends_totals_under_the_bare_number() =>
        DecodeValues(Text(Number), U8(0), U32(7_924_792), U32(12))
            .IsRead("AM550 Slovenia, totals", Number, "1-0:1.8.0 = 7924.792 kWh", "1-0:2.8.0 = 0.012 kWh");

    [Fact]
    public void Croatia_sends_33_values()
    {
        byte[] limit = Array(U16(9400));
        DecodeValues([
                Text("92000042"), Octets(8, 0, 0, 0), Octets(7, 0xEA, 11, 22, 7), .. U32s(70, 30, 40, 9, 4, 5, 11, 12, 13, 14, 382, 0), U16(889),
                .. U32s(127, 189, 66, 0, 0, 0), .. U16s(2388, 2357, 2377, 55, 89, 77), U32(17250), limit, limit, limit, Bool(true)])
            .IsRead("IE.5 Croatia", "92000042", "1-0:1.8.0 = 0.070 kWh", "1-0:8.8.0 = 0.014 kvarh", "1-0:1.7.0 = 382 W", "1-0:13.7.0 = 0.889",
                "1-0:61.7.0 = 66 W", "1-0:72.7.0 = 237.7 V", "1-0:51.7.0 = 0.89 A", "0-0:96.3.10 = 1");
    }

    [Fact]
    public void Croatia_sends_28_values()
    {
        byte[] limit = Array(U16(9400));
        DecodeValues([
                Text("92000042"), Octets(8, 0, 0, 0), Octets(7, 0xEA, 11, 22, 7), .. U32s(70, 30, 40, 9, 4, 5, 382, 0),
                .. U32s(127, 189, 66, 0, 0, 0), .. U16s(2388, 2357, 2377, 55, 89, 77), U32(17250), limit, limit, limit, Bool(true)])
            .IsRead("IE.5 Croatia, without reactive energy", "92000042", "1-0:2.8.0 = 0.009 kWh", "1-0:41.7.0 = 189 W", "1-0:31.7.0 = 0.55 A");
    }

    [Fact]
    public void Switzerland_sends_the_objects_first() =>
        Decode(Push(Objects("0-6:25.9.0", ("0-0:42.0.0", Text(Name)), ("1-1:1.8.0", U32(15207)), ("1-1:1.7.0", U32(27)),
                ("1-0:32.7.0", U16(2347)), ("1-0:52.7.0", U16(0)), ("1-0:31.7.0", U16(12)))))
            .IsRead("AM550 Switzerland", Name, "1-1:1.8.0 = 15.207 kWh", "1-1:1.7.0 = 27 W", "1-0:32.7.0 = 234.7 V", "1-0:52.7.0 = 0.0 V", "1-0:31.7.0 = 0.12 A");

    [Fact]
    public void Switzerlands_ciphered_list_is_read_as_far_as_its_sums_tell()
    {
        byte[][] values = [.. U32s(70, 30, 40, 9, 4, 5), Octets(), Clock, .. U32s(0, 382), .. U16s(55, 89, 77, 2388, 2377)];
        Decoded decoded = Decode(Ciphered("ISK", Structure(values)));
        decoded.IsRead("AM550 Switzerland, registers", "49534B0102030405", "1-0:1.8.0 = 0.070 kWh", "1-0:1.8.2 = 0.040 kWh", "1-0:2.8.0 = 0.009 kWh",
            "0-0:1.0.0 = 2026-11-22T08:00:00+01:00");
        Assert.Equal(7, decoded.Only().Measurements.Length);
        values[0] = U32(80);
        Decode(Ciphered("ISK", Structure(values))).IsUnknown("structure[15]");
        values[0] = U32(70);
        Decode(Push(Structure(values))).IsUnknown("structure[15]");
    }

    [Fact]
    public void A_list_of_12_whose_tariffs_do_not_add_up_is_unknown() =>
        DecodeValues([Text(Name), Text("16820006"), Enum(1), Octets(0, 1), .. U32s(40, 10, 20, 70, 30, 40, 5, 6)]).IsUnknown("structure[12]{octets 49534B");

    [Fact]
    public void What_rounding_takes_from_a_sum_is_no_fault() =>
        DecodeValues([Text(Name), .. U32s(625, 0, 301, 100, 200, 29, 10, 20)]).IsRead("AM550 Slovenia, power and registers", Number, "1-0:1.8.0 = 0.301 kWh");
}
