using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Every simulated meter is read exactly: each value, unit, stamp and id of each telegram.</summary>
public class RoundTripTests
{
    // Minutes before the change to summer time: stamps of both kinds, none of them ambiguous.
    private static readonly DateTimeOffset Start = new(2026, 3, 29, 0, 55, 0, TimeSpan.Zero);

    public static TheoryData<string> Meters => [.. SimulatedMeters.All.Select(meter => meter.Name)];

    [Fact]
    public void Every_framing_is_sent_by_a_simulated_meter_and_every_simulated_meter_names_one() => Assert.Equal(
        MeterDecoder.Framings.Order(StringComparer.Ordinal),
        SimulatedMeters.All.Select(meter => meter.Framing).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Meters))]
    public void Each_telegram_comes_back_exactly(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        SimulatedTelegram[] telegrams = [.. meter.Telegrams(7, Start).Take(1500)];
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        foreach (SimulatedTelegram telegram in telegrams)
        {
            decoder.Feed(telegram.Bytes, telegram.At);
            decoder.Idle(telegram.At.AddSeconds(0.9));
        }
        decoder.End(telegrams[^1].At.AddSeconds(30));

        Assert.Empty(decoded.Rejections);
        Assert.Equal(telegrams.Length, decoded.Readings.Count);
        foreach ((SimulatedTelegram telegram, Reading reading) in telegrams.Zip(decoded.Readings))
        {
            Assert.Null(Expected.Difference(telegram, reading));
            Assert.Equal(meter.Framing, reading.Framing);
            Assert.Equal(meter.Cipher != Cipher.None, reading.Encrypted);
            Assert.Equal(CheckOf(meter), reading.Check);
            Assert.Equal(FrameLength(meter, telegram), reading.Bytes);
        }
    }

    private static TelegramCheck CheckOf(SimulatedMeter meter) => meter switch
    {
        { Cipher: Cipher.Aes128WithTag or Cipher.Aes256WithTag } => TelegramCheck.Tag,
        { Framing: "tic" } => TelegramCheck.Sum6,
        { Checksummed: false } => TelegramCheck.None,
        { Framing: "iec62056-21" } => TelegramCheck.Sum7,
        { Framing: "mbus" } => TelegramCheck.Sum8,
        _ => TelegramCheck.Crc16,
    };

    // The line end behind a P1 checksum is silence, not telegram; CR with even parity in bit 7 is 8D.
    private static int FrameLength(SimulatedMeter meter, SimulatedTelegram telegram) =>
        meter.Framing == "p1" ? telegram.Bytes.AsSpan().LastIndexOfAnyExcept([(byte)0x0D, (byte)0x8D, (byte)0x0A]) + 1 : telegram.Bytes.Length;

    public static TheoryData<string> MetersWithSeasonStamps =>
        [.. SimulatedMeters.All.Where(meter => meter is { Framing: "p1", Checksummed: true, Cipher: Cipher.None }).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(MetersWithSeasonStamps))]
    public void Stamps_that_tell_the_season_are_right_through_the_repeated_hour(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        SimulatedTelegram[] telegrams = [.. meter.Telegrams(9, new(2026, 10, 25, 0, 55, 0, TimeSpan.Zero)).Take(700)];
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        foreach (SimulatedTelegram telegram in telegrams)
            decoder.Feed(telegram.Bytes, telegram.At);
        decoder.End(telegrams[^1].At.AddSeconds(30));
        Assert.Equal(telegrams.Select(telegram => telegram.Timestamp?.ToUniversalTime()), decoded.Readings.Select(reading => reading.Timestamp?.Instant?.ToUniversalTime()));
    }

    [Theory]
    [MemberData(nameof(Meters))]
    public void The_size_of_chunks_makes_no_difference(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        SimulatedTelegram[] telegrams = [.. meter.Telegrams(8, Start).Take(40)];
        string whole = Told(meter, telegrams, int.MaxValue);
        Assert.All((int[])[1, 7, 64, 4096], size => Assert.Equal(whole, Told(meter, telegrams, size)));
    }

    /// <summary>A network stalls, anywhere and for up to ten seconds: what comes behind is the same telegram.</summary>
    [Theory]
    [MemberData(nameof(FramedMeters))]
    public void A_stall_inside_a_telegram_makes_no_difference(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        SimulatedTelegram[] telegrams = [.. meter.Telegrams(8, Start).Take(400)];
        Random random = new(8);
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        DateTimeOffset now = Start;
        foreach (SimulatedTelegram telegram in telegrams)
        {
            int cut = random.Next(1, telegram.Bytes.Length);
            decoder.Feed(telegram.Bytes.AsSpan(0, cut), now);
            for (TimeSpan left = TimeSpan.FromSeconds(random.NextDouble() * 9.9), quiet = TimeSpan.FromMilliseconds(100); left > TimeSpan.Zero; left -= quiet, quiet = TimeSpan.FromSeconds(1))
                decoder.Idle(now += left < quiet ? left : quiet);
            decoder.Feed(telegram.Bytes.AsSpan(cut), now);
            now += TimeSpan.FromSeconds(2);
            decoder.Idle(now);
        }
        decoder.End(now);
        Assert.Empty(decoded.Rejections.Select(Decoded.Told));
        Assert.Equal(telegrams.Length, decoded.Readings.Count);
        Assert.All(telegrams.Zip(decoded.Readings), pair => Assert.Null(Expected.Difference(pair.First, pair.Second)));
    }

    /// <summary>Those whose telegrams are more than a burst between two silences.</summary>
    public static TheoryData<string> FramedMeters =>
        [.. SimulatedMeters.All.Where(meter => meter.Framing is not ("llc" or "apdu") || meter.Cipher != Cipher.None).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void On_a_bad_line_too_the_size_of_chunks_makes_no_difference(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        LineStretch[] line = [.. LineNoise.Over(meter.Telegrams(9, Start).Take(300), meter.Line, new NoiseOptions(FlippedPercent: 10, CutPercent: 20, GluedPercent: 10), 9)];
        string whole = Told(meter, line, int.MaxValue);
        Assert.All((int[])[1, 7, 64, 4096], size => Assert.Equal(whole, Told(meter, line, size)));
    }

    private static string Told(SimulatedMeter meter, LineStretch[] line, int size)
    {
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        foreach (LineStretch stretch in line)
        {
            foreach (byte[] chunk in stretch.Bytes.Chunk(size))
                decoder.Feed(chunk, stretch.At);
        }
        decoder.End(line[^1].At.AddSeconds(30));
        return Told(decoded);
    }

    private static string Told(SimulatedMeter meter, SimulatedTelegram[] telegrams, int size)
    {
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        foreach (SimulatedTelegram telegram in telegrams)
        {
            for (int from = 0; from < telegram.Bytes.Length; from += size)
            {
                int to = (int)Math.Min((long)from + size, telegram.Bytes.Length);
                decoder.Feed(telegram.Bytes.AsSpan(from, to - from), telegram.At + (meter.Line.Character * to));
                if (size == int.MaxValue)
                    break;
            }
        }
        decoder.End(telegrams[^1].At.AddSeconds(30));
        return Told(decoded);
    }

    private static string Told(DecodedLine decoded) =>
        string.Join('\n', decoded.Readings.Select(reading => $"{reading.Offset} {reading.Bytes} {reading.MeterId} {string.Join(' ', reading.Measurements.ToArray())}"))
            + string.Join('\n', decoded.Rejections.Select(rejected => $"{rejected.Layer} {rejected.Reason} {rejected.Offset} {rejected.Bytes.Length}"));
}
