using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

public class LandisGyrTests
{
    private const string Meter = "LGZ1030000000042";

    [Fact]
    public void The_E450_sends_whole_volts() =>
        Decode(Push(Objects("0-8:25.9.0", ("0-0:42.0.0", Text(Meter)), ("1-0:1.7.0", U32(28)), ("1-1:1.8.0", U32(886_977)), ("1-0:32.7.0", U16(234)),
                ("1-0:72.7.0", U16(233)), ("1-0:52.7.0", U16(235)), ("1-0:31.7.0", U16(49)), ("1-0:13.7.0", U16(941)))))
            .IsRead("Landis+Gyr", Meter, "1-0:1.7.0 = 28 W", "1-1:1.8.0 = 886.977 kWh", "1-0:32.7.0 = 234 V", "1-0:52.7.0 = 235 V", "1-0:31.7.0 = 0.49 A", "1-0:13.7.0 = 0.941");

    [Fact]
    public void The_E360_sends_tenths_of_a_volt() =>
        Decode(Push(Objects("0-8:25.9.0", ("0-0:42.0.0", Text(Meter)), ("1-0:32.7.0", U16(2341))))).IsRead("Landis+Gyr", Meter, "1-0:32.7.0 = 234.1 V");

    [Fact]
    public void What_else_it_sends_counts_the_same() =>
        Decode(Push(Objects("0-8:25.9.0", ("0-0:42.0.0", Text(Meter)), ("1-0:23.7.0", U32(15)), ("1-0:9.7.0", U32(300)), ("1-0:14.7.0", U16(5001)), ("1-0:33.7.0", U16(998)),
                ("1-1:1.8.4", U32(70)), ("1-1:16.8.1", U32(80)), ("1-1:3.8.2", U32(90)), ("1-1:99.8.0", U32(9)))))
            .IsRead("Landis+Gyr", Meter, "1-0:23.7.0 = 15 var", "1-0:9.7.0 = 300 VA", "1-0:14.7.0 = 50.01 Hz", "1-0:33.7.0 = 0.998", "1-1:1.8.4 = 0.070 kWh",
                "1-1:16.8.1 = 0.080 kWh", "1-1:3.8.2 = 0.090 kvarh", "1-1:99.8.0 = 9 ?");

    [Fact]
    public void The_E570_sends_whole_amperes_in_64_bits() =>
        Decode(Push(Objects("0-8:25.9.0", ("0-0:42.0.0", Text(Meter)), ("1-1:1.8.0", U64(2_607_383)), ("1-0:1.7.0", I64(258_874)), ("1-0:32.7.0", I64(229)), ("1-0:71.7.0", I64(601)))))
            .IsRead("Landis+Gyr", Meter, "1-1:1.8.0 = 2607.383 kWh", "1-0:1.7.0 = 258874 W", "1-0:32.7.0 = 229 V", "1-0:71.7.0 = 601 A");

    [Fact]
    public void Without_device_name_the_ports_push_setup_tells_the_maker() =>
        Decode(Push(Objects("0-8:25.9.0", ("0-0:96.1.0", Text("43000042")), ("1-0:41.7.0", U32(289)), ("1-0:51.7.0", U16(167)))))
            .IsRead("Landis+Gyr, without device name", "43000042", "1-0:41.7.0 = 289 W", "1-0:51.7.0 = 1.67 A");

    [Fact]
    public void Where_it_sends_no_id_another_of_its_lists_brings_it()
    {
        Assert.False(Decode(Push(Objects("0-8:25.9.0", ("0-0:96.1.0", Text("43000042")), ("1-0:41.7.0", U32(289))))).Only().IdComesInOtherLists);
        Decoded decoded = Decode(Push(Objects("0-8:25.9.0", ("1-0:41.7.0", U32(289)), ("1-0:51.7.0", U16(167)))));
        decoded.IsRead("Landis+Gyr, without device name", null, "1-0:41.7.0 = 289 W", "1-0:51.7.0 = 1.67 A");
        Assert.True(decoded.Only().IdComesInOtherLists);
    }

    [Fact]
    public void Objects_of_an_unknown_maker_are_kept_without_unit() =>
        Decode(Push(Objects("0-3:25.9.0", ("0-0:96.1.0", Text("43000042")), ("1-0:1.7.0", U32(289))))).IsRead(null!, "43000042", "1-0:1.7.0 = 289 ?");

    [Fact]
    public void Slovenia_sends_totals_under_the_makers_number() =>
        Decode(Push(Structure([Text("43000042"), .. U32s(1500, 0, 20, 0, 7_924_792, 12, 30, 40)])))
            .IsRead("E450 Slovenia, totals", "43000042", "1-0:1.7.0 = 1500 W", "1-0:4.7.0 = 0 var", "1-0:1.8.0 = 7924.792 kWh", "1-0:4.8.0 = 0.040 kvarh");

    [Theory]
    [InlineData(50, "50 Hz")]
    [InlineData(500, "50.0 Hz")]
    [InlineData(4998, "49.98 Hz")]
    [InlineData(50010, "50.010 Hz")]
    public void Slovenias_phases_come_under_a_number_that_names_no_meter(ushort frequency, string read)
    {
        Decoded decoded = Decode(Push(Structure([Text("1680005"), .. U16s(frequency, 101, 0, 650, 230, 231, 232), .. U32s(100, 200, 1200, 1, 2, 3)])));
        decoded.IsRead("E450 Slovenia, phases", null, $"1-0:14.7.0 = {read}", "1-0:31.7.0 = 1.01 A", "1-0:72.7.0 = 232 V", "1-0:61.7.0 = 1200 W", "1-0:62.7.0 = 3 W");
        Assert.True(decoded.Only().IdComesInOtherLists);
    }

    [Fact]
    public void Registers_where_power_belongs_make_another_list() =>
        Decode(Push(Structure([Text("43000042"), .. U32s(7_924_792, 12, 30, 40, 1500, 0, 20, 0)]))).IsUnknown("structure[9]");
}
