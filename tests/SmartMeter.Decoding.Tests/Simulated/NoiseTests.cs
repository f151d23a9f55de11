using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// A bad line: random bytes before telegrams, 5 % with a flipped bit, 5 % cut, 1 % glued to the one before. Every intact telegram is read, no damaged
/// one unless its checksum fits as read, and each damaged byte lies in exactly one rejection.
/// </summary>
public class NoiseTests
{
    private const int Telegrams = 20_000, FewerTelegrams = 2000;
    private static readonly DateTimeOffset Start = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Meters =>
        [.. SimulatedMeters.All.Where(meter => meter.Checksummed).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void A_bad_line_costs_the_damaged_telegrams_alone(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        NoisyLine line = Noisy(meter, new NoisyLine(meter), Telegrams);
        AssertRecovered(line, LeastRecovered(meter));
    }

    /// <summary>Telegrams that end in their own mark or length, and have no checksum: a wrong bit in a value shows nowhere.</summary>
    public static TheoryData<string> MetersWithoutChecksum =>
        [.. SimulatedMeters.All.Where(meter => !meter.Checksummed && !IsBare(meter)).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(MetersWithoutChecksum))]
    public void Without_a_checksum_too_the_intact_are_read_and_what_is_cut_is_not(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        // Parity is a check of its own, octet by octet: of those no wrong bit is read either.
        // Of a cut TIC frame the lines that are whole stand by themselves.
        NoisyLine line = Noisy(meter, new NoisyLine(meter) { FlippedMayBeRead = name != "dsmr22-8n1", CutMayBeRead = meter.Framing == "wrapper", PartMayBeRead = meter.Framing == "tic" }, Telegrams);
        AssertRecovered(line, LeastRecovered(meter));
    }

    /// <summary>APDUs with nothing around them: nothing but silence tells where they start and end.</summary>
    public static TheoryData<string> BareMeters => [.. SimulatedMeters.All.Where(IsBare).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(BareMeters))]
    public void An_APDU_without_a_frame_is_read_where_silence_parts_it_from_noise(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        NoisyLine line = new(meter) { FlippedMayBeRead = true, NoiseStandsApart = true };
        AssertRecovered(Noisy(meter, line, Telegrams), 0.999);
    }

    /// <summary>Noise that is made of what other framings start with, their checks right where a head has one.</summary>
    [Theory]
    [MemberData(nameof(Meters))]
    public void Noise_full_of_other_framings_starts_costs_nothing_more(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        NoisyLine line = new(meter);
        foreach (LineStretch stretch in LineNoise.Over(meter.Telegrams(6, Start).Take(FewerTelegrams), meter.Line, new NoiseOptions(), 6))
            line.Bring(stretch.Telegram is null ? stretch with { Bytes = ForeignStarts.Of(stretch.Bytes.Length, (int)stretch.Offset) } : stretch);
        line.End();
        AssertRecovered(line, LeastRecovered(meter));
    }

    [Theory]
    [InlineData("dsmr5-gas", "aidon-3phase")]
    [InlineData("sml-emh", "kamstrup-denmark")]
    [InlineData("kaifa-austria", "p1-sweden")]
    [InlineData("sagemcom-graz", "landis-e450-switzerland")]
    [InlineData("iec62056-mt174", "sml-easymeter")]
    [InlineData("wrapper-dedicated", "dsmr42")]
    [InlineData("landis-e570", "sagemcom-austria")]
    public void Meters_of_two_kinds_on_one_line_are_both_read(string one, string other)
    {
        SimulatedMeter first = SimulatedMeters.Find(one)!, second = SimulatedMeters.Find(other)!;
        DecoderOptions options = DecodedLine.OptionsFor(first.Keys is null ? second : first);
        IEnumerable<SimulatedTelegram> both = first.Telegrams(7, Start).Zip(second.Telegrams(8, Start)).SelectMany(pair => new[] { pair.First, pair.Second });
        NoisyLine line = new(options, second.Line.Character);
        foreach (LineStretch stretch in LineNoise.Over(both.Take(FewerTelegrams), second.Line, new NoiseOptions(GluedPercent: 20), 7))
            line.Bring(stretch);
        line.End();
        AssertRecovered(line, Math.Min(LeastRecovered(first), LeastRecovered(second)));
    }

    private static NoisyLine Noisy(SimulatedMeter meter, NoisyLine line, int telegrams)
    {
        foreach (LineStretch stretch in LineNoise.Over(meter.Telegrams(5, Start).Take(telegrams), meter.Line, new NoiseOptions(), 5))
            line.Bring(stretch);
        line.End();
        return line;
    }

    private static void AssertRecovered(NoisyLine line, double least)
    {
        Assert.True(line.Intact > 0);
        Assert.True(line.Recovered >= line.Intact * least, $"{line.Recovered} of {line.Intact} intact telegrams were read");
        line.AssertEachByteToldOnce();
    }

    private static bool IsBare(SimulatedMeter meter) => meter.Framing is "llc" or "apdu" && meter.Cipher == Cipher.None;

    private static double LeastRecovered(SimulatedMeter meter) => meter.Framing switch
    {
        "p1" or "hdlc" => 1,
        "apdu" => 0.99,
        _ => 0.995,
    };
}
