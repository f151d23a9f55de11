using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Dissection;

public sealed class FrameDissectorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Meters => [.. SimulatedMeters.All.Select(meter => meter.Name)];

    /// <summary>Parts and octets mark each other: each octet is in one part and in those that hold it, but for line ends and fill.</summary>
    [Theory]
    [MemberData(nameof(Meters))]
    public void Each_octet_of_a_frame_has_its_part_and_nothing_is_at_fault(string name)
    {
        foreach (FrameDissection frame in Sent(name))
        {
            Assert.NotNull(frame.Framing);
            Assert.DoesNotContain(AllOf(frame.Parts), part => part.Fault is not null);
            bool[] known = new bool[frame.Octets[0].Bytes.Length];
            Cover(frame.Parts, 0, known.Length, octets: 0, known);
            Assert.All(known.Index().Where(octet => !octet.Item), octet => Assert.Contains(frame.Octets[0].Bytes.Span[octet.Index] & 0x7F, (int[])['\r', '\n', 0]));
        }
    }

    [Theory]
    [MemberData(nameof(Meters))]
    public void Every_value_that_was_sent_is_shown_in_its_place(string name)
    {
        foreach (FrameDissection frame in Sent(name).Where(frame => frame.Reading is not null))
        {
            string said = string.Join('\n', AllOf(frame.Parts).Select(part => part.Text));
            Assert.All(frame.Reading!.Measurements.ToArray().Where(WasSent), value => Assert.Contains(value.Code.ToString(), said));
        }
    }

    /// <summary>Whatever is damaged or cut: it is taken apart as far as it goes.</summary>
    [Theory]
    [MemberData(nameof(Meters))]
    public void What_is_damaged_is_taken_apart_and_has_a_fault(string name)
    {
        (SimulatedMeter meter, byte[] telegrams) = Telegrams(name);
        Random random = new(7);

        for (int round = 0; round < 40; round++)
        {
            byte[] damaged = telegrams.AsSpan(0, round % 2 == 0 ? telegrams.Length : random.Next(1, telegrams.Length)).ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            IReadOnlyList<FrameDissection> frames = Of(damaged, With(meter.Keys));

            Assert.All(frames, frame => Assert.NotEmpty(frame.Parts));
            Assert.All(frames, frame => Assert.All(AllOf(frame.Parts), part => Assert.InRange(part.Start + part.Length, part.Start, frame.Octets[part.Octets].Bytes.Length)));
        }
    }

    [Fact]
    public void The_check_that_fails_says_what_was_expected()
    {
        (_, byte[] telegrams) = Telegrams("kaifa");
        byte[] damaged = [.. telegrams];
        damaged[40] ^= 4;

        FrameDissection frame = Of(damaged, new DecoderOptions())[0];

        Assert.Equal(RejectionReason.Fcs, frame.Rejected?.Reason);
        DissectedPart fcs = Assert.Single(AllOf(frame.Parts), part => part.Name == "FCS");
        Assert.Matches("^does not fit: [0-9A-F]{2} [0-9A-F]{2} was expected$", fcs.Fault);
        Assert.Equal("fits", Assert.Single(AllOf(frame.Parts), part => part.Name == "HCS").Text);
    }

    [Fact]
    public void Without_its_key_a_ciphered_telegram_shows_its_head_and_says_what_is_missing()
    {
        (_, byte[] telegrams) = Telegrams("smarty-luxembourg");

        FrameDissection frame = Of(telegrams, new DecoderOptions())[0];

        Assert.Contains("set the option `key`", Assert.Single(AllOf(frame.Parts), part => part.Name == "ciphertext").Fault);
        Assert.Single(frame.Octets);
    }

    /// <summary>More of what is unfinished may come, but not where the stream is over.</summary>
    [Theory]
    [InlineData(BurstEnd.Pause, 0)]
    [InlineData(BurstEnd.Carrier, 0)]
    [InlineData(BurstEnd.Stream, 1)]
    public void Where_the_stream_is_over_what_is_unfinished_is_refused_at_once(BurstEnd end, int refused)
    {
        (_, byte[] telegrams) = Telegrams("kaifa");

        IReadOnlyList<FrameDissection> frames = FrameDissector.Of([new DissectedBurst(telegrams.AsMemory(0, 100), Noon, end)], new DecoderOptions(), until: Noon);

        Assert.Equal(refused, frames.Count(frame => frame.Rejected is not null));
    }

    [Fact]
    public void A_frame_does_not_go_on_in_the_next_stream()
    {
        (_, byte[] telegrams) = Telegrams("kaifa");

        Assert.NotNull(First(BurstEnd.Pause).Reading);
        Assert.NotNull(First(BurstEnd.Stream).Rejected);

        FrameDissection First(BurstEnd end) =>
            FrameDissector.Of([new DissectedBurst(telegrams.AsMemory(0, 100), Noon, end), new DissectedBurst(telegrams.AsMemory(100), Noon)], new DecoderOptions())[0];
    }

    private static IReadOnlyList<FrameDissection> Of(byte[] bytes, DecoderOptions options) => FrameDissector.Of([new DissectedBurst(bytes, Noon)], options);

    // Some come without any mark, each in a burst of its own.
    private static FrameDissection[] Sent(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        FrameDissection[] frames = [.. meter.Telegrams(seed: 1, Noon).Take(3).SelectMany(telegram => Of(telegram.Bytes, With(meter.Keys)))];
        Assert.Contains(frames, frame => frame.Reading is not null);
        return frames;
    }

    private static (SimulatedMeter Meter, byte[] Telegrams) Telegrams(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        return (meter, [.. meter.Telegrams(seed: 1, Noon).Take(3).SelectMany(telegram => telegram.Bytes)]);
    }

    // Not the power that a status word gave its sign, nor what stands in a table of months.
    private static bool WasSent(Measurement value) => value is { Kind: ValueKind.Number, Code.F: 255 } and not { Code: { C: 16, D: 7 } };

    private static DecoderOptions With(SimulatedKeys? keys) => new()
    {
        Keys = keys is null ? KeyRing.Empty : new KeyRing(new MeterKeys(keys.Encryption, keys.Authentication)),
    };

    private static IEnumerable<DissectedPart> AllOf(IEnumerable<DissectedPart> parts) => parts.SelectMany(part => AllOf(part.Parts).Prepend(part));

    private static void Cover(IEnumerable<DissectedPart> parts, int from, int to, int octets, bool[] known)
    {
        foreach (DissectedPart part in parts.Where(part => part.Octets == octets))
        {
            Assert.InRange(part.Start, from, to);
            from = part.Start + part.Length;
            Assert.InRange(from, part.Start, to);
            known.AsSpan(part.Start, part.Length).Fill(true);
            Cover(part.Parts, part.Start, from, octets, known);
        }
    }
}
