using System.Text;
using EspSmartMeter.Captures;
using EspSmartMeter.Captures.Held;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Captures;

/// <summary>What people have instead of the bytes themselves.</summary>
public sealed class CaptureFormTests
{
    private const string Bytes = "7ea000410b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186abd0f51a";

    public static TheoryData<string, string> Written => new()
    {
        { "digits", Bytes },
        { "digits cut anywhere", $"{Bytes[..33]}\r\n{Bytes[33..]}\r\n" },
        { "pairs", "7E A0 00 41 0B 30 55 7A 9F C4 E9 0E 33 58 7D A2\n# the rest\nC7 EC 11 36 5B 80 A5 CA EF 14 39 5E 83 A8 CD F2 17 3C 61 86 AB D0 F5 1A" },
        { "colons and dots", "7E:A0:00:41:0B:30:55:7A.9F.C4.E9.0E-33-58-7D-A2 C7EC11365B80A5CA;EF14395E83A8CDF2_173C6186ABD0F51A" },
        { "0x, without braces", "0x7E, 0xA0, 0x00, 0x41, 0x0B, 0x30, 0x55, 0x7A, 0x9FC4E90E33587DA2C7EC11365B80A5CAEF14395E83A8CDF2173C6186ABD0F51A" },
        {
            "xxd",
            """
            00000000: 7ea0 0041 0b30 557a 9fc4 e90e 3358 7da2  ~..A.0Uz....3X}.
            00000010: c7ec 1136 5b80 a5ca ef14 395e 83a8 cdf2  ...6[.....9^....
            00000020: 173c 6186 abd0 f51a                      .<a.....
            """
        },
        {
            "xxd -g1",
            """
            00000000: 7e a0 00 41 0b 30 55 7a 9f c4 e9 0e 33 58 7d a2  ~..A.0Uz....3X}.
            00000010: c7 ec 11 36 5b 80 a5 ca ef 14 39 5e 83 a8 cd f2  ...6[.....9^....
            00000020: 17 3c 61 86 ab d0 f5 1a                          .<a.....
            """
        },
        {
            "hexdump -C",
            """
            00000000  7e a0 00 41 0b 30 55 7a  9f c4 e9 0e 33 58 7d a2  |~..A.0Uz....3X}.|
            00000010  c7 ec 11 36 5b 80 a5 ca  ef 14 39 5e 83 a8 cd f2  |...6[.....9^....|
            00000020  17 3c 61 86 ab d0 f5 1a                           |.<a.....|
            00000028
            """
        },
        {
            "od -A x -t x1",
            """
            000000 7e a0 00 41 0b 30 55 7a 9f c4 e9 0e 33 58 7d a2
            000010 c7 ec 11 36 5b 80 a5 ca ef 14 39 5e 83 a8 cd f2
            000020 17 3c 61 86 ab d0 f5 1a
            000028
            """
        },
        {
            "Wireshark",
            """
            0000   7e a0 00 41 0b 30 55 7a 9f c4 e9 0e 33 58 7d a2   ~..A.0Uz....3X}.
            0010   c7 ec 11 36 5b 80 a5 ca ef 14 39 5e 83 a8 cd f2   ...6[.....9^....
            0020   17 3c 61 86 ab d0 f5 1a                           .<a.....
            """
        },
        {
            "xxd -i",
            """
            unsigned char p_bin[] = {
              0x7e, 0xa0, 0x00, 0x41, 0x0b, 0x30, 0x55, 0x7a, 0x9f, 0xc4, 0xe9, 0x0e,
              0x33, 0x58, 0x7d, 0xa2, 0xc7, 0xec, 0x11, 0x36, 0x5b, 0x80, 0xa5, 0xca,
              0xef, 0x14, 0x39, 0x5e, 0x83, 0xa8, 0xcd, 0xf2, 0x17, 0x3c, 0x61, 0x86,
              0xab, 0xd0, 0xf5, 0x1a
            };
            unsigned int p_bin_len = 40;
            """
        },
        {
            "two arrays with remarks",
            """
            // the first part { of it
            static const uint8_t head[5] = { 126, 0xa0, /* 0x99, */ 0x0, 0x41, 11 }; // and
            const byte rest[] = {0x30,0x55,0x7a,0x9f,0xc4,0xe9,0x0e,0x33,0x58,0x7d,0xa2,0xc7,0xec,0x11,0x36,0x5b,0x80,0xa5,0xca,
              0xef,0x14,0x39,0x5e,0x83,0xa8,0xcd,0xf2,0x17,0x3c, // 0x99
              0x61,0x86,0xab,0xd0,0xf5,0x1a};
            """
        },
        { "base64", "fqAAQQswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGGq9D1Gg==\n" },
        { "base64 in lines, of addresses", "fqAAQQswVXqfxOkOM1h9osfs\r\nETZbgKXK7xQ5XoOozfIXPGGGq9D1Gg==" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void A_written_form_is_found_and_read(string what, string text)
    {
        Assert.Equal([Bytes], HeldBytes.In(Encoding.UTF8.GetBytes(text)));
        Assert.Equal([Bytes], HeldBytes.In(Encoding.UTF8.GetBytes("\uFEFF" + text), step: 7));
        Assert.NotEqual("", what);
    }

    [Fact]
    public void A_dump_with_a_hole_is_two_streams() =>
        Assert.Equal(["7ea00041", "0b30557a9fc4e90e"], HeldBytes.In("00000000: 7ea0 0041\n00000006: 0b30 557a 9fc4 e90e\n"u8));

    /// <summary>Telegrams that are text, and those that are not, are what they are.</summary>
    [Fact]
    public void What_a_meter_sends_is_none_of_them()
    {
        foreach (SimulatedMeter meter in SimulatedMeters.All)
        {
            byte[] bytes = [.. meter.Telegrams(seed: 1, new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)).Take(3).SelectMany(telegram => telegram.Bytes)];
            foreach (int cut in (int[])[0, 1, 40, bytes.Length / 2])
            {
                Assert.Equal(CaptureForm.Binary, CaptureForm.Of(bytes.AsMemory(cut), isWhole: true));
                // One telegram of a live line is enough to tell.
                Assert.Equal(CaptureForm.Binary, CaptureForm.Of(bytes.AsMemory(cut, bytes.Length / 3), isWhole: false));
            }
        }
    }

    [Fact]
    public void The_whole_beginning_decides()
    {
        string digits = string.Concat(Enumerable.Repeat(Bytes, 60));

        Assert.Equal("hex", CaptureForm.Of(Encoding.ASCII.GetBytes(digits).AsMemory(0, CaptureForm.Beginning), isWhole: false)?.Name);
        Assert.Null(CaptureForm.Of(Encoding.ASCII.GetBytes(digits).AsMemory(0, 100), isWhole: false));
        Assert.Equal(CaptureForm.Binary, CaptureForm.Of(Encoding.ASCII.GetBytes(digits[..4000] + "\n(KFM5)\n").AsMemory(), isWhole: false));
    }

    [Theory]
    [InlineData("hex", "7EA0 0 7E", "line 1, column 7: an octet of one digit")]
    [InlineData("hex", "7EA0\n7Z", "line 2, column 2: no hex digit")]
    [InlineData("hex", "7EA0\n7EA", "line 2: an odd number of hex digits")]
    [InlineData("hex", "00000000: 7ea0\nsecret", "line 2: no line of a hex dump")]
    [InlineData("c", "0x7E, 0xA0", "there is no array in it")]
    [InlineData("c", "{ 0x7E,\n 300 }", "line 2: no octet of an array")]
    [InlineData("c", "{ 0x7E,\n 0x30", "line 2: the array has no end")]
    [InlineData("base64", "fqAA\nQQ", "line 2: the base64 ends in the middle of an octet")]
    [InlineData("base64", "fqAA\nQ(==", "line 2: no base64")]
    [InlineData("log", "a day", "line 1: no line of log.txt")]
    [InlineData("pcap", "0123456789012345678901234567", "neither pcap nor pcapng")]
    public void What_is_not_of_its_form_is_told_by_its_place(string form, string text, string told)
    {
        CaptureFault fault = Assert.Throws<CaptureFault>(() => HeldBytes.In(Encoding.ASCII.GetBytes(text), form));

        Assert.StartsWith(told, fault.Message);
        Assert.DoesNotContain("secret", fault.Message);
    }
}
