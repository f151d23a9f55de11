using System.Numerics;
using System.Text;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Protocols.Tic;

/// <summary>The remote information output of French meters, in both modes.</summary>
public class TicTests
{
    private static byte[][] Frames(string name) => [.. SimulatedMeters.Find(name)!.Telegrams(4, Decoded.Noon).Take(3).Select(telegram => telegram.Bytes)];

    private static byte[] Frame(params string[] lines) => [2, .. lines.SelectMany(line => Encoding.ASCII.GetBytes($"\n{line} {Check(line)}\r")), 3];

    private static byte[] Standard(params string[] lines) => [2, .. lines.SelectMany(line => Encoding.ASCII.GetBytes($"\n{line}\t{Check(line + '\t')}\r")), 3];

    private static string Values(Reading reading) => string.Join(' ', reading.Measurements.ToArray().Select(value => $"{value.Code}={value}"));

    private static char Check(string line) => (char)((line.Sum(character => character) & 0x3F) + 0x20);

    [Theory]
    [InlineData("linky-historic")]
    [InlineData("linky-standard")]
    public void Damage_in_a_line_costs_that_line_alone(string name)
    {
        byte[][] frames = Frames(name);
        int at = frames[1].AsSpan().IndexOf(name == "linky-historic" ? "HCHP"u8 : "EASF02"u8);
        frames[1][at + 8] ^= 1;
        Decoded decoded = Decoded.From([.. frames[0], .. frames[1], .. frames[2]]);
        Assert.Equal(3, decoded.Readings.Count);
        Rejected line = Assert.Single(decoded.Rejections);
        Assert.Equal(("tic", RejectionReason.Checksum), (line.Layer.Name, line.Reason));
        Assert.Equal(frames[0].Length + at - 1, line.Offset);
        Assert.Equal(frames[1].Length, decoded.Readings[1].Bytes + line.Bytes.Length);
        Assert.DoesNotContain(decoded.Readings[1].Measurements.ToArray(), value => value.Code.ToString() == "1-0:1.8.2");
        Assert.Contains(decoded.Readings[1].Measurements.ToArray(), value => value.Code.ToString() == "1-0:1.8.1");
    }

    /// <summary>Bit 7 is no part of the line's sum: it is clear in every octet, or the parity of every one, and one that is not is damage.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wrong_bit_7_costs_its_line_also_where_the_first_octets_are_the_damaged_ones(bool parity)
    {
        byte[] frame = Frame("ADCO 021328000001", "BASE 073260524", "PAPP 01095");
        if (parity)
            frame = [.. frame.Select(octet => (byte)(octet | ((BitOperations.PopCount(octet) & 1) << 7)))];
        int papp = frame.Length - 10;
        frame[papp] ^= 0x80;
        frame[1] ^= 0x80;
        Decoded decoded = Decoded.From(frame);
        Assert.Equal(["0-0:96.1.0", "1-0:1.8.0"], Assert.Single(decoded.Readings).Measurements.ToArray().Select(value => value.Code.ToString()));
    }

    [Fact]
    public void The_longest_labels_are_kept()
    {
        Decoded decoded = Decoded.From(Standard("ADSC\t041876123456", "EAST\t000123456", "SMAXSN1-1\tH250114175135\t03129"));
        Assert.Equal(new("SMAXSN1-1", "03129"), Assert.Single(Assert.Single(decoded.Readings).Labels.ToArray()));
        Assert.Empty(decoded.Rejections);
    }

    /// <summary>A terminal in its usual mode makes LF of CR, and others CR LF of LF.</summary>
    [Theory]
    [InlineData("linky-historic", "\n", "\n")]
    [InlineData("linky-standard", "\n", "\n")]
    [InlineData("linky-historic", "\r\n", "\r")]
    [InlineData("linky-standard", "\r\n", "\r")]
    [InlineData("linky-standard", "\r\n", "\r\n")]
    public void A_line_that_maps_line_ends_is_read(string name, string lineFeed, string carriageReturn)
    {
        byte[] plain = [.. Frames(name).SelectMany(frame => frame)];
        byte[] mapped = [.. plain.SelectMany(octet => octet switch
        {
            (byte)'\n' => Encoding.ASCII.GetBytes(lineFeed),
            (byte)'\r' => Encoding.ASCII.GetBytes(carriageReturn),
            _ => [octet],
        })];
        Decoded decoded = Decoded.From(mapped);
        Assert.Equal(Decoded.From(plain).Readings.Select(Values), decoded.Readings.Select(Values));
        Assert.Empty(decoded.Rejections);
        Assert.Equal(mapped.Length, decoded.Readings.Sum(reading => reading.Bytes));
    }

    [Fact]
    public void A_short_frame_names_no_register()
    {
        Reading reading = Decoded.From(Frame("ADIR1 031", "ADCO 021328000001", "IINST1 031", "IINST2 002", "IINST3 002")).Only();
        Assert.Equal(["0-0:96.1.0", "1-0:31.7.0", "1-0:51.7.0", "1-0:71.7.0"], reading.Measurements.ToArray().Select(value => value.Code.ToString()));
        Assert.Equal("021328000001", reading.MeterId);
        Assert.Equal(new("ADIR1", "031"), Assert.Single(reading.Labels.ToArray()));
    }

    [Fact]
    public void No_active_power_is_made_of_apparent_power()
    {
        Reading reading = Decoded.From(Frame("ADCO 021328000001", "BASE 073260524", "PAPP 01095")).Only();
        Assert.Equal("1095 VA", Decoded.Text(reading, "1-0:9.7.0"));
        Assert.Equal("73260.524 kWh", Decoded.Text(reading, "1-0:1.8.0"));
        Assert.False(reading.TryFind(SmartMeter.Decoding.Obis.ObisCode.Parse("1-0:1.7.0"), out _));
        Assert.Equal(TelegramCheck.Sum6, reading.Check);
    }

    [Theory]
    [InlineData("linky-historic")]
    [InlineData("linky-standard")]
    public void A_frame_cut_at_its_start_or_end_costs_no_other(string name)
    {
        byte[][] frames = Frames(name);
        Decoded decoded = Decoded.From([.. frames[0].AsSpan(40), .. frames[1], .. frames[2].AsSpan(0, 60), .. frames[1]]);
        Assert.Equal(2, decoded.Readings.Count);
        Assert.Equal(["line garbage", "tic truncated"], decoded.Rejections.Select(rejected => $"{rejected.Layer.Name} {rejected.Reason.Name()}"));
    }

    [Theory]
    [InlineData("linky-historic")]
    [InlineData("linky-standard")]
    public void Read_with_eight_data_bits_it_carries_parity_which_is_one_more_check(string name)
    {
        byte[] plain = Frames(name)[0], parity = [.. plain.Select(octet => (byte)(octet | ((BitOperations.PopCount(octet) & 1) << 7)))];
        Assert.Equal(Decoded.From(plain).Only().Measurements.ToArray(), Decoded.From(parity).Only().Measurements.ToArray());
        // Two wrong bits that the sum does not see: the units go up and the tens down.
        int at = plain.AsSpan().IndexOf("ADCO "u8) + 9;
        if (at > 9)
        {
            parity[at] ^= 1;
            Assert.NotEmpty(Decoded.From(parity).Rejections);
        }
    }

    [Fact]
    public void A_stamp_tells_the_season_and_data_may_be_empty()
    {
        SimulatedTelegram telegram = SimulatedMeters.Find("linky-standard")!.Telegrams(4, Decoded.Noon).First();
        DecoderOptions options = new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris") };
        Assert.Equal(telegram.Timestamp, Decoded.From(telegram.Bytes, options).Only().Timestamp?.Instant);
    }

    [Fact]
    public void Noise_between_the_marks_is_no_frame() =>
        Assert.Empty(Decoded.From([2, .. "\nABC DEF\rGHI\r\nJKL X Y\r"u8, 3]).Readings);
}
