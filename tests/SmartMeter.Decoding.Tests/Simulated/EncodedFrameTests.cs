using System.Text;
using System.Text.RegularExpressions;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>The simulators' frames keep the standards' rules, checked without the decoder.</summary>
public partial class EncodedFrameTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 24, 21, 58, 0, TimeSpan.Zero);

    public static TheoryData<string> Meters(string framing) =>
        [.. SimulatedMeters.All.Where(meter => meter.Framing == framing).Select(meter => meter.Name)];

    [Fact]
    public void Names_are_unique_and_found_in_any_case()
    {
        Assert.Equal(SimulatedMeters.All.Count, SimulatedMeters.All.Select(meter => meter.Name).Distinct().Count());
        Assert.All(SimulatedMeters.All, meter => Assert.Same(meter, SimulatedMeters.Find(meter.Name.ToUpperInvariant())));
        Assert.Null(SimulatedMeters.Find("no-such-meter"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_other_ones()
    {
        foreach (SimulatedMeter meter in SimulatedMeters.All)
        {
            static string Stream(SimulatedMeter meter, int seed) =>
                string.Concat(meter.Telegrams(seed, Start).Take(20).Select(telegram => Convert.ToHexString(telegram.Bytes)));
            Assert.Equal(Stream(meter, 1), Stream(meter, 1));
            Assert.NotEqual(Stream(meter, 1), Stream(meter, 2));
        }
    }

    [Theory]
    [MemberData(nameof(Meters), "hdlc")]
    public void Hdlc_lengths_and_both_checksums_are_right(string name)
    {
        foreach (SimulatedTelegram telegram in SimulatedMeters.Find(name)!.Telegrams(1, Start).Take(200))
        {
            ReadOnlySpan<byte> rest = telegram.Bytes;
            while (!rest.IsEmpty)
            {
                Assert.Equal(0x7E, rest[0]);
                Assert.Equal(0xA0, rest[1] & 0xF0);
                int length = ((rest[1] & 7) << 8) | rest[2];
                Assert.Equal(0x7E, rest[1 + length]);
                Assert.True(IndependentChecks.IsGoodX25(rest.Slice(1, length)));
                Assert.True(IndependentChecks.IsGoodX25(rest.Slice(1, HeaderLength(rest[1..]) + 2)));
                rest = rest[(length + 2)..];
            }
        }
    }

    // Two octets of format and length, two addresses that each end at an octet with bit 0 set, the control field.
    private static int HeaderLength(ReadOnlySpan<byte> frame)
    {
        int at = 2;
        for (int address = 0; address < 2; address++)
        {
            while ((frame[at] & 1) == 0)
                at++;
            at++;
        }
        return at + 1;
    }

    // Telegrams in plain text that have a checksum at all.
    public static TheoryData<string> PlainP1Meters =>
        [.. SimulatedMeters.All.Where(meter => meter is { Framing: "p1", Checksummed: true, Cipher: Cipher.None }).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(PlainP1Meters))]
    public void P1_telegrams_keep_the_grammar_and_the_checksum(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        foreach (SimulatedTelegram telegram in meter.Telegrams(1, Start).Take(200))
        {
            string text = Encoding.ASCII.GetString(telegram.Bytes);
            string[] lines = text.Split("\r\n");
            Assert.Matches(@"^/[A-Za-z]{3}[0-9A-Za-z][ -~]*$", lines[0]);
            Assert.Equal("", lines[1]);
            Assert.Matches("^![0-9A-F]{4}$", lines[^2]);
            Assert.All(lines[2..^2], line => Assert.Matches(DataLine(), line));
            Assert.Single(IndependentChecks.GoodP1Telegrams(telegram.Bytes));
        }
    }

    [GeneratedRegex(@"^\d+-\d+:\d+\.\d+\.\d+(\([^()]*\))+$")]
    private static partial Regex DataLine();

    [Theory]
    [InlineData("kaifa-austria", 250)]
    [InlineData("sagemcom-austria", 257)]
    public void Wired_mbus_segments_are_numbered_and_their_sums_are_right(string name, int firstLength)
    {
        foreach (SimulatedTelegram telegram in SimulatedMeters.Find(name)!.Telegrams(1, Start).Take(200))
        {
            byte[] first = telegram.Bytes[..(firstLength + 6)], second = telegram.Bytes[(firstLength + 6)..];
            AssertLongFrame(first, controlInformation: 0x00);
            AssertLongFrame(second, controlInformation: 0x11);
        }
    }

    // 68 L L 68, the counted octets, their sum, 16. Of 257 octets the length tells the last eight bits.
    private static void AssertLongFrame(byte[] frame, byte controlInformation)
    {
        byte[] counted = frame[4..^2];
        byte length = (byte)counted.Length, sum = 0;
        foreach (byte octet in counted)
            sum += octet;
        Assert.Equal([0x68, length, length, 0x68], frame[..4]);
        Assert.Equal([0x53, 0xFF, controlInformation], counted[..3]);
        Assert.Equal([sum, 0x16], frame[^2..]);
    }

    [Theory]
    [MemberData(nameof(Meters), "wrapper")]
    public void A_wrapper_tells_its_length(string name)
    {
        SimulatedTelegram telegram = SimulatedMeters.Find(name)!.Telegrams(1, Start).First();
        Assert.Equal([0, 1, 0, 1, 0, 103], telegram.Bytes[..6]);
        Assert.Equal(telegram.Bytes.Length - 8, (telegram.Bytes[6] << 8) | telegram.Bytes[7]);
    }

    [Theory]
    [MemberData(nameof(Meters), "sml")]
    public void Sml_transport_is_aligned_escaped_and_its_checksum_right(string name)
    {
        foreach (SimulatedTelegram telegram in SimulatedMeters.Find(name)!.Telegrams(1, Start).Take(200))
        {
            byte[] file = telegram.Bytes;
            Assert.Equal("1B1B1B1B01010101", Convert.ToHexString(file[..8]));
            Assert.Equal("1B1B1B1B1A", Convert.ToHexString(file[^8..^3]));
            Assert.Equal(0, file.Length % 4);
            Assert.True(file[^3] < 4);
            Assert.True(IndependentChecks.IsGoodX25(file));
        }
    }

    [Fact]
    public void A_readout_ends_with_the_exclusive_or_of_all_behind_stx()
    {
        byte[] readout = SimulatedMeters.Find("iec62056-mt174")!.Telegrams(1, Start).First().Bytes;
        int stx = Array.IndexOf(readout, (byte)0x02);
        Assert.Equal(0x03, readout[^2]);
        Assert.Equal(0, readout[(stx + 1)..].Aggregate(0, (sum, octet) => sum ^ octet));
        Assert.All(readout, octet => Assert.True(octet < 0x80));
    }

    [Fact]
    public void A_parity_bit_makes_every_octet_even() =>
        Assert.All(SimulatedMeters.Find("dsmr22-8n1")!.Telegrams(1, Start).First().Bytes, octet => Assert.Equal(0, System.Numerics.BitOperations.PopCount(octet) % 2));

    [Fact]
    public void A_ciphered_telegram_never_repeats_its_frame_counter()
    {
        SimulatedMeter meter = SimulatedMeters.Find("smarty-luxembourg")!;
        string[] counters = [.. meter.Telegrams(1, Start).Take(100).Select(telegram => Convert.ToHexString(telegram.Bytes[14..18]))];
        Assert.Equal(counters.Order().Distinct(), counters);
    }

    [Fact]
    public void A_swedish_telegram_never_carries_an_id() =>
        Assert.All(SimulatedMeters.Find("p1-sweden")!.Telegrams(1, Start).Take(50), telegram =>
        {
            Assert.Null(telegram.MeterId);
            Assert.DoesNotContain(telegram.Values, value => value.Code.C == 96);
        });

    [Fact]
    public void Aidon_sends_list_3_first_and_then_at_each_hour_list_2_every_10_s_and_list_1_between()
    {
        SimulatedTelegram[] telegrams = [.. SimulatedMeters.Find("aidon-3phase")!.Telegrams(1, Start).Take(100)];
        ObisCode register = ObisCode.Parse("1-0:1.8.0");
        int[] withRegisters = [.. Enumerable.Range(0, telegrams.Length).Where(i => telegrams[i].Values.Any(value => value.Code == register))];
        // 21:58:00 and 22:00:00, every 2.5 s.
        Assert.Equal([0, 48], withRegisters);
        Assert.Equal([18, 1, 1, 1, 13], telegrams.Take(5).Select(telegram => telegram.Values.Count));
        Assert.Equal(TimeSpan.FromSeconds(2.5), telegrams[1].At - telegrams[0].At);
    }
}
