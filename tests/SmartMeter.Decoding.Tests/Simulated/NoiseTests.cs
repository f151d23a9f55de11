using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// A bad line: random bytes before telegrams, 5 % with a flipped bit, 5 % cut, 1 % glued to the one before. Every intact telegram is read, no damaged
/// one unless its checksum fits as read, and each damaged byte lies in exactly one rejection.
/// </summary>
public class NoiseTests
{
    private const int Telegrams = 20_000;
    private static readonly DateTimeOffset Start = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    // Without a checksum, damage cannot be told from values: those meters are not part of this promise.
    public static TheoryData<string> Meters =>
        [.. SimulatedMeters.All.Where(meter => meter.Checksummed && meter.Cipher != Cipher.Unpublished).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void A_bad_line_costs_the_damaged_telegrams_alone(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        NoisyLine line = new(meter);
        foreach (LineStretch stretch in LineNoise.Over(meter.Telegrams(5, Start).Take(Telegrams), meter.Line, new NoiseOptions(), 5))
            line.Bring(stretch);
        line.End();

        Assert.True(line.Intact > Telegrams * 0.85);
        Assert.True(line.Recovered >= line.Intact * LeastRecovered(meter), $"{line.Recovered} of {line.Intact} intact telegrams were read");
        line.AssertEachByteToldOnce();
    }

    private static double LeastRecovered(SimulatedMeter meter) => meter.Framing switch
    {
        FramingKind.P1 or FramingKind.Hdlc => 1,
        FramingKind.BareApdu => 0.99,
        _ => 0.995,
    };
}
