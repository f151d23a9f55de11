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
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    // Without a checksum, damage cannot be told from values: those meters are not part of this promise.
    public static TheoryData<string> Meters =>
        [.. SimulatedMeters.All.Where(meter => meter.Checksummed && meter.Cipher != Cipher.Unpublished).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void A_bad_line_costs_the_damaged_telegrams_alone(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        LineStretch[] line = [.. LineNoise.Over(meter.Telegrams(5, Start).Take(Telegrams), meter.Line, new NoiseOptions(), 5)];
        Decoded decoded = Feed(meter, line);

        Dictionary<LineStretch, Reading> read = ByTelegram(line, decoded.Readings);
        int intact = line.Count(stretch => stretch.IsIntactTelegram);
        int recovered = line.Count(stretch => stretch.IsIntactTelegram && read.ContainsKey(stretch));
        Assert.True(recovered >= intact * LeastRecovered(meter), $"{recovered} of {intact} intact telegrams were read");
        AssertEachByteOnce(line, decoded);
    }

    private static double LeastRecovered(SimulatedMeter meter) => meter.Framing switch
    {
        FramingKind.P1 when meter.Cipher != Cipher.None => 0.99,
        FramingKind.P1 or FramingKind.Hdlc => 1,
        _ => 0.995,
    };

    private static Decoded Feed(SimulatedMeter meter, LineStretch[] line)
    {
        Decoded decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        DateTimeOffset free = line[0].At;
        foreach (LineStretch stretch in line)
        {
            if (stretch.At - free >= Quiet)
                decoder.Idle(free + Quiet);
            free = stretch.At + (meter.Line.Character * stretch.Bytes.Length);
            decoder.Feed(stretch.Bytes, free);
        }
        decoder.End(free.AddMinutes(1));
        return decoded;
    }

    // A reading belongs to the telegram that its last byte lies in. Whatever was read must be what was sent: a damaged telegram may come out only
    // where the damage hit nothing that its checksum covers.
    private static Dictionary<LineStretch, Reading> ByTelegram(LineStretch[] line, List<Reading> readings)
    {
        Dictionary<LineStretch, Reading> read = [];
        int at = 0;
        foreach (Reading reading in readings)
        {
            long last = reading.Offset + reading.Bytes - 1;
            while (line[at].Offset + line[at].Bytes.Length <= last)
                at++;
            LineStretch stretch = line[at];
            Assert.True(stretch.Telegram is not null, $"a reading out of random bytes at {reading.Offset}");
            string? difference = Expected.Difference(stretch.Telegram, reading);
            Assert.True(
                difference is null,
                $"{difference}: reading {reading.Offset}+{reading.Bytes} ({reading.Framing}) of {stretch.Damage} at {stretch.DamagedAt} in {stretch.Offset}+{stretch.Bytes.Length}: {Convert.ToHexString([.. line[Math.Max(0, at - 1)].Bytes, .. stretch.Bytes])}");
            Assert.True(read.TryAdd(stretch, reading), $"two readings of one telegram at {stretch.Offset}");
        }
        return read;
    }

    private static void AssertEachByteOnce(LineStretch[] line, Decoded decoded)
    {
        byte[] bytes = [.. line.SelectMany(stretch => stretch.Bytes)];
        byte[] times = new byte[bytes.Length];
        foreach (Reading reading in decoded.Readings)
            Count(times, reading.Offset, reading.Bytes);
        foreach (Rejected rejected in decoded.Rejections)
        {
            Assert.Equal(bytes.AsSpan((int)rejected.Offset, rejected.Bytes.Length), rejected.Bytes.Span);
            Count(times, rejected.Offset, rejected.Bytes.Length);
        }
        for (int i = 0; i < times.Length; i++)
            Assert.True(times[i] == 1 || (times[i] == 0 && IsSilence(bytes[i])), $"byte {bytes[i]:X2} at {i} was told {times[i]} times");
    }

    private static void Count(byte[] times, long offset, int length)
    {
        foreach (ref byte count in times.AsSpan((int)offset, length))
            count++;
    }

    // What may stand between frames without being told: HDLC's fill, and line ends, also with the parity bit of a line read with eight data bits.
    private static bool IsSilence(byte octet) => octet == 0x7E || (octet & 0x7F) is '\r' or '\n';
}
