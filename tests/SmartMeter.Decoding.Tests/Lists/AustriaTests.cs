using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

public class AustriaTests
{
    private static readonly byte[] Wien = Structure(Clock, U32(10_000), U32(20), U32(30), U32(40), U32(500), U32(6), U32(7), U32(8));

    private static readonly byte[][] TenValues =
    [
        Code("0-6:25.9.0"), Text("1120000000042"), Octets(8, 0, 0, 0), Octets(7, 0xEA, 11, 22, 7),
        .. U32s(14_370_048, 421_861, 1_455_864, 2_293_936, 79, 10),
    ];

    private static readonly byte[] TwelveValues = Structure([.. TenValues, Octets(), Octets()]);

    private static readonly byte[][] BurgenlandValues = [.. U16s(236, 237, 236, 0, 4, 26), .. U32s(29, 3, 31_358_606, 7619)];

    private static readonly byte[] Burgenland = Structure([.. BurgenlandValues, .. U16s(400, 53, 295), Text("30000042")]);

    private static readonly byte[] Steiermark = Structure([
        Clock, .. Pairs(("1-0:1.8.0", U32(300)), ("1-0:1.8.1", U32(100)), ("1-0:1.8.2", U32(200)), ("1-0:1.7.0", U32(545)),
            ("1-0:2.8.0", U32(30)), ("1-0:2.8.1", U32(10)), ("1-0:2.8.2", U32(20)), ("1-0:3.8.2", U32(610)), ("1-0:4.7.0", U32(379)))]);

    [Fact]
    public void Wiener_Netze_sends_9_values_of_the_AM550() =>
        Decode(Ciphered("ISK", Wien)).IsRead("Wiener Netze, AM550", "49534B0102030405", "0-0:1.0.0 = 2026-11-22T08:00:00+01:00", "1-0:1.8.0 = 10.000 kWh",
            "1-0:4.8.0 = 0.040 kvarh", "1-0:1.7.0 = 500 W", "1-0:4.7.0 = 8 var");

    [Fact]
    public void Wiener_Netze_sends_the_same_values_of_the_E450() =>
        Decode(Ciphered("LGZ", Wien)).IsRead("Wiener Netze, E450", "4C475A0102030405", "0-0:1.0.0 = 2026-11-22T08:00:00+01:00", "1-0:1.8.0 = 10.000 kWh",
            "1-0:4.7.0 = 8 var");

    [Fact]
    public void Wiener_Netze_sends_them_of_the_IM350_behind_its_name() =>
        Decode(Ciphered("SMS", Structure([Text("SMS1030000000042"), Clock, .. U32s(10_000, 20, 30, 40, 500, 6, 7, 8)])))
            .IsRead("Wiener Netze, IM350", "SMS1030000000042", "0-0:1.0.0 = 2026-11-22T08:00:00+01:00", "1-0:1.8.0 = 10.000 kWh", "1-0:2.8.0 = 0.020 kWh",
                "1-0:3.8.0 = 0.030 kvarh", "1-0:4.8.0 = 0.040 kvarh", "1-0:1.7.0 = 500 W", "1-0:2.7.0 = 6 W", "1-0:3.7.0 = 7 var", "1-0:4.7.0 = 8 var");

    [Fact]
    public void Carinthia_sends_12_values_of_the_AM550() =>
        Decode(Ciphered("ISK", TwelveValues)).IsRead("Kärnten Netz, AM550", "1120000000042", "1-0:1.8.0 = 14370.048 kWh", "1-0:4.8.0 = 2293.936 kvarh",
            "1-0:1.7.0 = 79 W", "1-0:2.7.0 = 10 W");

    [Fact]
    public void The_IM350_sends_the_same_12_values() =>
        Decode(Ciphered("SMS", TwelveValues)).IsRead("Wiener Netze and Upper Austria, IM350", "1120000000042", "1-0:2.8.0 = 421.861 kWh", "1-0:1.7.0 = 79 W");

    [Fact]
    public void Or_10_where_there_is_no_message_to_the_customer() =>
        Decode(Ciphered("SMS", Structure(TenValues))).IsRead("Upper Austria, IM350 without messages", "1120000000042", "1-0:1.8.0 = 14370.048 kWh",
            "1-0:2.8.0 = 421.861 kWh", "1-0:3.8.0 = 1455.864 kvarh", "1-0:4.8.0 = 2293.936 kvarh", "1-0:1.7.0 = 79 W", "1-0:2.7.0 = 10 W");

    [Fact]
    public void Burgenland_sends_14_values_of_the_E450() =>
        Decode(Ciphered("LGZ", Burgenland)).IsRead("Netz Burgenland, E450", "30000042", "1-0:52.7.0 = 237 V", "1-0:71.7.0 = 0.26 A", "1-0:1.7.0 = 29 W",
            "1-0:1.8.0 = 31358.606 kWh", "1-0:2.8.0 = 7.619 kWh");

    [Fact]
    public void Or_11_without_the_angles() =>
        Decode(Ciphered("LGZ", Structure([.. BurgenlandValues, Text("30000042")]))).IsRead("Netz Burgenland, E450 without angles", "30000042",
            "1-0:32.7.0 = 236 V", "1-0:52.7.0 = 237 V", "1-0:51.7.0 = 0.04 A", "1-0:71.7.0 = 0.26 A", "1-0:1.7.0 = 29 W", "1-0:2.7.0 = 3 W",
            "1-0:1.8.0 = 31358.606 kWh", "1-0:2.8.0 = 7.619 kWh");

    [Fact]
    public void Styria_sends_pairs_of_the_E450() =>
        Decode(Ciphered("LGZ", Steiermark)).IsRead("Netze Steiermark, E450", "4C475A0102030405", "1-0:1.8.0 = 0.300 kWh", "1-0:1.7.0 = 545 W", "1-0:3.8.2 = 0.610 kvarh", "1-0:4.7.0 = 379 var");

    [Fact]
    public void Siemens_of_Wiener_Netze_sends_them_without_its_number_too() =>
        Decode(Ciphered("SMS", Wien)).IsRead("Wiener Netze, IM350 and IM351 without number", "534D530102030405");

    [Fact]
    public void The_same_values_of_another_maker_or_plain_are_unknown()
    {
        Decode(Ciphered("KFM", Wien)).IsUnknown("structure[9]");
        Decode(Push(Wien)).IsUnknown("structure[9]");
        Decode(Ciphered("KFM", TwelveValues)).IsUnknown("structure[12]");
        Decode(Ciphered("ISK", Structure(TenValues))).IsUnknown("structure[10]");
        Decode(Ciphered("ISK", Burgenland)).IsUnknown("structure[14]");
    }
}
