using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// A push in several frames of which some are lost: the first frames of one push and the last of the next never make a reading, and every push around
/// them is read. On a line as it is, with the meter's own intervals, and none of a tag's help.
/// </summary>
public class SplicedPushTests(ITestOutputHelper output)
{
    private const int Before = 4, Behind = 3;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Families =>
        [.. SimulatedMeters.All.Where(meter => PushFrames.Of(meter, meter.Telegrams(1, Start).First()).Length > 1).Select(meter => meter.Name)];

    /// <summary>What came of one line.</summary>
    private sealed record Outcome(int Mixed, int Missing, int Meters);

    [Theory]
    [MemberData(nameof(Families))]
    public void The_head_of_one_push_and_the_tail_of_the_next_make_no_reading(string name) => AssertNoneMixes(name, pace: 1);

    [Theory]
    [MemberData(nameof(Families))]
    public void Nor_where_pushes_come_a_second_apart(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        TimeSpan interval = meter.Telegrams(1, Start).Skip(1).First().At - Start;
        AssertNoneMixes(name, pace: interval.TotalSeconds);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_push_that_lost_any_of_its_frames_makes_no_reading(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        int parts = PushFrames.Of(meter, meter.Telegrams(1, Start).First()).Length;
        for (int lost = 0; lost < parts; lost++)
            AssertClean($"{name} without frame {lost + 1} of {parts}", Run(meter, pace: 1, (push, frame) => push != Before || frame != lost));
    }

    private void AssertNoneMixes(string name, double pace)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        int parts = PushFrames.Of(meter, meter.Telegrams(1, Start).First()).Length, mixed = 0, splices = 0;
        List<string> faults = [];
        for (int head = 1; head <= parts; head++)
        {
            for (int tail = 0; tail < parts; tail++)
            {
                Outcome outcome = Run(meter, pace, (push, frame) => push == Before ? frame < head : push != Before + 1 || frame >= tail);
                splices++;
                mixed += outcome.Mixed > 0 ? 1 : 0;
                if (outcome is not { Mixed: 0, Missing: 0, Meters: 1 })
                    faults.Add($"{head} frames of one push, and of the next all behind its first {tail}: {outcome}");
            }
        }
        output.WriteLine($"{name}: {parts} frames a push, {splices} splices, {mixed} mixed");
        Assert.Empty(faults);
    }

    private static void AssertClean(string what, Outcome outcome) =>
        Assert.True(outcome is { Mixed: 0, Missing: 0, Meters: 1 }, $"{what}: {outcome}");

    // Pushes before and behind two that lose frames.
    private static Outcome Run(SimulatedMeter meter, double pace, Func<int, int, bool> arrives)
    {
        // Without the key that verifies the tag, for that would tell a splice.
        DecoderOptions options = DecodedLine.OptionsFor(meter);
        if (meter.Keys is not null)
            options = options with { Keys = new KeyRing(new MeterKeys(meter.Keys.Encryption, null)) };
        DecodedLine decoded = new();
        MeterDecoder decoder = new(options with { Live = true }, decoded);
        SimulatedTelegram[] pushes = [.. meter.Telegrams(1, Start).Take(Before + 2 + Behind)];
        List<SimulatedTelegram> intact = [];
        DateTimeOffset now = Start;
        for (int push = 0; push < pushes.Length; push++)
        {
            byte[][] frames = PushFrames.Of(meter, pushes[push]);
            DateTimeOffset sent = Start + ((pushes[push].At - Start) / pace);
            bool all = true;
            foreach ((int frame, byte[] bytes) in frames.Index())
            {
                // A line fast enough for its interval.
                sent += meter.Line.Character * bytes.Length / pace;
                bool comes = arrives(push, frame);
                all &= comes;
                if (!comes)
                    continue;
                for (DateTimeOffset quiet = now.AddMilliseconds(100); quiet < sent; quiet = quiet.AddSeconds(1))
                    decoder.Idle(quiet);
                decoder.Feed(bytes, now = sent);
            }
            if (all)
                intact.Add(pushes[push]);
        }
        decoder.End(now.AddMinutes(1));

        int missing = intact.Count(telegram => !decoded.Readings.Exists(reading => Expected.Difference(telegram, reading) is null));
        int mixed = decoded.Readings.Count(reading => !Array.Exists(pushes, telegram => Expected.Difference(telegram, reading) is null));
        return new Outcome(mixed, missing, decoded.Readings.Select(reading => reading.MeterId).Distinct().Count());
    }
}
