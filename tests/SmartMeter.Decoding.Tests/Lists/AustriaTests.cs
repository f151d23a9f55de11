using static SmartMeter.Decoding.Tests.Lists.Axdr;

namespace SmartMeter.Decoding.Tests.Lists;

public class AustriaTests
{
    private static readonly byte[] Wien = Structure(Clock, U32(10_000), U32(20), U32(30), U32(40), U32(500), U32(6), U32(7), U32(8));

    private static readonly byte[] TwelveValues = Structure(
        Code("0-6:25.9.0"), Text("1120000000042"), Octets(8, 0, 0, 0), Octets(7, 0xEA, 11, 22, 7),
        U32(14_370_048), U32(421_861), U32(1_455_864), U32(2_293_936), U32(79), U32(10), Octets(), Octets());

    private static readonly byte[] Burgenland = Structure(
        U16(236), U16(237), U16(236), U16(0), U16(4), U16(26), U32(29), U32(3), U32(31_358_606), U32(7619), U16(400), U16(53), U16(295), Text("30000042"));

    private static readonly byte[] Steiermark = Structure([
        Clock, .. Pairs(("1-0:1.8.0", U32(300)), ("1-0:1.8.1", U32(100)), ("1-0:1.8.2", U32(200)), ("1-0:1.7.0", U32(545)),
            ("1-0:2.8.0", U32(30)), ("1-0:2.8.1", U32(10)), ("1-0:2.8.2", U32(20)), ("1-0:3.8.2", U32(610)), ("1-0:4.7.0", U32(379)))]);

    [Fact]
    public void Wiener_Netze_sends_9_values_of_the_AM550() =>
        Decode(Ciphered("ISK", Wien)).IsRead("Wiener Netze, AM550", "49534B0102030405", "0-0:1.0.0 = 2026-11-22T08:00:00+01:00", "1-0:1.8.0 = 10.000 kWh",
            "1-0:4.8.0 = 0.040 kvarh", "1-0:1.7.0 = 500 W", "1-0:4.7.0 = 8 var");

    [Fact]
    public void Carinthia_sends_12_values_of_the_AM550() =>
        Decode(Ciphered("ISK", TwelveValues)).IsRead("Kärnten Netz, AM550", "1120000000042", "1-0:1.8.0 = 14370.048 kWh", "1-0:4.8.0 = 2293.936 kvarh",
            "1-0:1.7.0 = 79 W", "1-0:2.7.0 = 10 W");

    [Fact]
    public void The_IM350_sends_the_same_12_values() =>
        Decode(Ciphered("SMS", TwelveValues)).IsRead("Wiener Netze and Upper Austria, IM350", "1120000000042", "1-0:2.8.0 = 421.861 kWh", "1-0:1.7.0 = 79 W");

    [Fact]
    public void Burgenland_sends_14_values_of_the_E450() =>
        Decode(Ciphered("LGZ", Burgenland)).IsRead("Netz Burgenland, E450", "30000042", "1-0:52.7.0 = 237 V", "1-0:71.7.0 = 0.26 A", "1-0:1.7.0 = 29 W",
            "1-0:1.8.0 = 31358.606 kWh", "1-0:2.8.0 = 7.619 kWh");

    [Fact]
    public void Styria_sends_pairs_of_the_E450() =>
        Decode(Ciphered("LGZ", Steiermark)).IsRead("Netze Steiermark, E450", "4C475A0102030405", "1-0:1.8.0 = 0.300 kWh", "1-0:1.7.0 = 545 W", "1-0:3.8.2 = 0.610 kvarh", "1-0:4.7.0 = 379 var");

    [Fact]
    public void The_same_values_of_another_maker_or_plain_are_unknown()
    {
        Decode(Ciphered("LGZ", Wien)).IsUnknown("structure[9]");
        Decode(Push(Wien)).IsUnknown("structure[9]");
        Decode(Ciphered("KFM", TwelveValues)).IsUnknown("structure[12]");
        Decode(Ciphered("ISK", Burgenland)).IsUnknown("structure[14]");
    }
}
