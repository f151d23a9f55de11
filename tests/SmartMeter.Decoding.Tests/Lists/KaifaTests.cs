using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

public class KaifaTests
{
    private static readonly byte[][] Identity = [Text("KFM_001"), Text("6970630000000042"), Text("MA304H3E")];

    [Fact]
    public void List_1_is_power_alone_behind_a_head_as_kaifa_writes_it() =>
        Decode(Push(Structure(U32(5502)), octetStringHead: true)).IsRead("KFM_001 list 1", null, "1-0:1.7.0 = 5502 W");

    [Fact]
    public void Any_other_single_number_is_unknown()
    {
        Decode(Push(Structure(U32(5502)))).IsUnknown("structure[1]{u32 5502}");
        Decode(Push(Structure(U32(3_000_000)), octetStringHead: true)).IsUnknown("u32 3000000");
    }

    [Fact]
    public void List_2_of_three_phases_may_lack_the_voltage_of_L2() =>
        Decode(Push(Structure([.. Identity, .. U32s(4097, 0, 195, 0, 12056, 5754, 13412, 2392, 0, 2397)])))
            .IsRead("KFM_001 list 2, three phases", "6970630000000042", "1-0:1.7.0 = 4097 W", "1-0:31.7.0 = 12.056 A", "1-0:32.7.0 = 239.2 V", "1-0:52.7.0 = 0.0 V");

    [Fact]
    public void List_2_of_one_phase_has_9_values() =>
        Decode(Push(Structure([.. Identity, .. U32s(800, 0, 0, 12, 3500, 2301)])))
            .IsRead("KFM_001 list 2, one phase", "6970630000000042", "1-0:4.7.0 = 12 var", "1-0:31.7.0 = 3.500 A", "1-0:32.7.0 = 230.1 V");

    [Fact]
    public void List_3_adds_clock_and_registers() =>
        Decode(Push(Structure([.. Identity, .. U32s(7, 0, 0, 45, 199, 0, 0, 2434, 0, 0), Clock, .. U32s(137166, 0, 1, 435653)])))
            .IsRead("KFM_001 list 3, three phases", "6970630000000042", "0-0:1.0.0 = 2026-11-22T08:00:00+01:00", "1-0:1.8.0 = 137.166 kWh", "1-0:4.8.0 = 435.653 kvarh");

    [Fact]
    public void At_current_transformers_the_registers_have_64_bits() =>
        Decode(Push(Structure([.. Identity, .. U32s(7, 0, 0, 45, 199, 0, 0, 2434, 0, 0), Clock, U64(5_000_000_000), U64(0), U64(0), U64(0)])))
            .IsRead("KFM_001 list 3, three phases", "6970630000000042", "1-0:1.8.0 = 5000000.000 kWh");

    [Fact]
    public void List_3_of_one_phase_has_14_values() =>
        Decode(Push(Structure([.. Identity, .. U32s(800, 0, 0, 12, 3500, 2301), Clock, .. U32s(1000, 2000, 3000, 4000)])))
            .IsRead("KFM_001 list 3, one phase", "6970630000000042", "1-0:2.8.0 = 2.000 kWh", "1-0:3.8.0 = 3.000 kvarh");

    [Fact]
    public void Sweden_gets_the_same_values_in_pairs() =>
        Decode(Push(Structure(Pairs(("1-0:0.2.129", Text("KFM_001")), ("0-0:96.1.0", Text("7340000000000042")), ("0-0:96.1.7", Text("MA304H4")),
                ("1-0:1.7.0", U32(2816)), ("1-0:31.7.0", U32(6781)), ("1-0:32.7.0", U32(2322)), ("0-0:1.0.0", Clock), ("1-0:1.8.0", U32(4_786_979))))))
            .IsRead("KFM_001", "7340000000000042", "1-0:1.7.0 = 2816 W", "1-0:31.7.0 = 6.781 A", "1-0:32.7.0 = 232.2 V", "1-0:1.8.0 = 4786.979 kWh");
}
