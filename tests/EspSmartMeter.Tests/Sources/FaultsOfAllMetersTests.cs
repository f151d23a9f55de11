using System.Globalization;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using Xunit;
using static EspSmartMeter.Tests.Sources.FaultyLine;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.Sources;

/// <summary>Each fault on each simulated meter that can have it: the sentence that the owner reads first, and when.</summary>
public sealed class FaultsOfAllMetersTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What cannot be told apart. Seven data bits bring no bit 7, whatever is wrong with the line. Where a tag alone vouches for the contents, damage in each
    /// telegram's head is as a wrong key. Four values in ten octets, and no mark or check, are read or refused by chance.
    /// </summary>
    private static readonly HashSet<(string Fault, string Meter)> Undecidable =
    [
        ("inverted", "dsmr22"), ("inverted", "linky-historic"), ("inverted", "linky-standard"), ("inverted", "iec62056-mt174"), ("inverted", "iec62056-ace3000"),
        // The second is eight octets then, as the noise of plugging in.
        ("a quarter of the rate", "linky-standard"), ("a quarter of the rate", "iskra-si-4"),
        ("flipped bits", "wrapper-dedicated"), ("flipped bits", "smarty-luxembourg"), ("flipped bits", "sagemcom-graz"), ("lost octets", "sagemcom-graz"),
        ("seven bits", "iskra-si-9-bare"),
        // Its counter stands beside no system title.
        ("played again", "p1-poland"),
    ];

    [Theory]
    [InlineData("no key", "key_missing")]
    [InlineData("another key", "key_wrong")]
    [InlineData("inverted", "no_frames")]
    [InlineData("a quarter of the rate", "no_frames")]
    [InlineData("four times the rate", "no_frames")]
    [InlineData("seven bits", "lost_bit")]
    [InlineData("lost octets", "damaged parts_missing")]
    [InlineData("flipped bits", "damaged parts_missing")]
    [InlineData("silence", "silent")]
    [InlineData("played again", "replayed")]
    public void The_right_sentence_comes_first(string fault, string right)
    {
        List<string> wrong = [];
        int all = 0;
        foreach (SimulatedMeter meter in SimulatedMeters.All.Where(meter => Happens(fault, meter) && !Undecidable.Contains((fault, meter.Name))))
        {
            TimeSpan interval = IntervalOf(meter), begins = fault == "played again" ? 3 * interval : TimeSpan.Zero;
            FaultyLine line = new FaultyLine(meter.Line, fault == "no key" ? null : fault == "another key" ? Inverted(meter.Keys!) : meter.Keys)
                .Run(With(fault, meter), Longer(5 * Minute, 6 * interval));
            all++;
            if (!IsRight(line, right, begins + Longer(Minute, 3 * interval) + TimeSpan.FromSeconds(1)))
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{meter.Name}: {string.Join(", ", line.Said.Select(said => $"{said.Key} {said.After.TotalSeconds:0} s {said.Bursts}"))}; readings {line.Readings}, interval {interval.TotalSeconds}"));
        }
        output.WriteLine($"{fault}: {all - wrong.Count} of {all}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>But for those without any frame: stray octets beside a telegram cost it, so that most are lost, and that is told.</summary>
    [Fact]
    public void An_hour_with_two_percent_of_noise_has_nothing_to_tell()
    {
        NoiseOptions noise = new(GarbageAtMost: 4, FlippedPercent: 2, CutPercent: 0, GluedPercent: 0);
        List<string> wrong = [];
        foreach (SimulatedMeter meter in SimulatedMeters.All.Where(meter => meter.Name is not ("iskra-si-10" or "iskra-si-9-bare" or "egd-czechia")))
        {
            IEnumerable<Burst> bursts = LineNoise.Over(meter.Telegrams(21, Start), meter.Line, noise, seed: 21).Select(stretch => new Burst(stretch.At, stretch.Bytes));
            FaultyLine line = new FaultyLine(meter.Line, meter.Keys).Run(bursts, 60 * Minute);
            if (line.Said.Count > 0 || line.Readings == 0)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{meter.Name}: {string.Join(", ", line.Said.Select(said => $"{said.Key} {said.After.TotalSeconds:0} s {said.Bursts}"))}; readings {line.Readings}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // Some telegrams may come through: then there is nothing to tell, or that it is some.
    private static bool IsRight(FaultyLine line, string right, TimeSpan limit)
    {
        if (line.Said.Count == 0)
            return line.Readings > 0;
        (string key, TimeSpan after, int bursts) = line.Said[0];
        return right.Split(' ').Contains(key["diagnosis.".Length..]) ? after <= limit || bursts <= 2 : key == "diagnosis.partly" && line.Readings > 0;
    }

    private static bool Happens(string fault, SimulatedMeter meter) => fault switch
    {
        "no key" or "another key" or "played again" => meter.Keys is not null,
        "seven bits" => meter.Framing is not ("p1" or "iec62056-21" or "tic") || meter.Keys is not null,
        _ => true,
    };

    private static IEnumerable<Burst> With(string fault, SimulatedMeter meter) => fault switch
    {
        "no key" or "another key" => Sent(meter),
        "inverted" => Heard(meter, meter.Line, isInverted: true),
        "a quarter of the rate" => Heard(meter, new SerialLine(meter.Line.Baud / 4, meter.Line.Mode)),
        "four times the rate" => Heard(meter, new SerialLine(meter.Line.Baud * 4, meter.Line.Mode)),
        "seven bits" => Sent(meter).Select(burst => burst with { Bytes = [.. burst.Bytes.Select(octet => (byte)(octet & 0x7F))] }),
        "lost octets" => Sent(meter).Select((burst, i) => burst with { Bytes = WithoutSome(burst.Bytes, i) }),
        "flipped bits" => Sent(meter).Select((burst, i) => burst.WithFlippedBits(i)),
        "silence" => [],
        "played again" => Again(meter),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static IEnumerable<Burst> Again(SimulatedMeter meter)
    {
        Burst[] recorded = [.. Sent(meter).Take(3)];
        TimeSpan interval = IntervalOf(meter);
        return Enumerable.Range(0, 600).Select(i => recorded[i % 3] with { At = Start + (i * interval) });
    }

    private static IEnumerable<Burst> Sent(SimulatedMeter meter) => meter.Telegrams(6, Start).Select(telegram => new Burst(telegram.At, telegram.Bytes));

    private static IEnumerable<Burst> Heard(SimulatedMeter meter, SerialLine by, bool isInverted = false)
    {
        UartReceiver receiver = new(meter.Line, by, isInverted);
        return Sent(meter).Select(burst => burst with { Bytes = receiver.Receive(burst.Bytes) });
    }

    private static TimeSpan IntervalOf(SimulatedMeter meter)
    {
        DateTimeOffset[] at = [.. meter.Telegrams(6, Start).Take(12).Select(telegram => telegram.At)];
        return at.Zip(at.Skip(1), (first, second) => second - first).Order().ElementAt(5);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static SimulatedKeys Inverted(SimulatedKeys keys) => new([.. keys.Encryption.Select(octet => (byte)~octet)], keys.Authentication);

    private static byte[] WithoutSome(byte[] bytes, int seed)
    {
        int from = (bytes.Length / 5) + (seed * 31 % (bytes.Length / 2));
        return [.. bytes[..from], .. bytes[(from + Math.Max(2, bytes.Length / 10))..]];
    }
}
