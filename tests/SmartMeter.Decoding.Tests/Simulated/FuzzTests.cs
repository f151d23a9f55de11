using System.Globalization;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// Whatever comes in: nothing is thrown, and each byte lies in one accepted frame, in one rejection, or in the silence between. The seed of a
/// stream that fails is in the message. `./test fuzz --minutes N` goes on for N minutes; FUZZ_SEED starts it at a seed.
/// </summary>
public class FuzzTests
{
    private const int StreamsInAnOrdinaryRun = 300;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private sealed class Accountant : IDecoderSink
    {
        private long _told;

        public void OnReading(Reading reading)
        {
            Assert.True(reading.Offset >= _told, $"a reading at {reading.Offset} behind one that ends at {_told}");
            Assert.True(reading.Bytes > 0);
            _told = Math.Max(_told, reading.Offset);
            Bytes += reading.Bytes;
        }

        public void OnRejected(Rejected rejected)
        {
            Assert.True(rejected.Offset >= _told, $"a rejection at {rejected.Offset} behind {_told}");
            Assert.NotEqual(0, rejected.Bytes.Length);
            _told = rejected.Offset + rejected.Bytes.Length;
            Bytes += rejected.Bytes.Length;
        }

        /// <summary>Octets in readings and rejections.</summary>
        public long Bytes { get; private set; }
    }

    [Fact]
    public void Any_stream_is_accounted_for()
    {
        for (int seed = 0; seed < StreamsInAnOrdinaryRun; seed++)
            OneStream(seed);
    }

    [Fact(Explicit = true)]
    public void Any_stream_is_accounted_for_as_long_as_asked()
    {
        double minutes = double.Parse(Environment.GetEnvironmentVariable("FUZZ_MINUTES") ?? "1", CultureInfo.InvariantCulture);
        DateTime end = DateTime.UtcNow.AddMinutes(minutes);
        for (int seed = int.Parse(Environment.GetEnvironmentVariable("FUZZ_SEED") ?? $"{Environment.TickCount}", CultureInfo.InvariantCulture); DateTime.UtcNow < end; seed++)
            OneStream(seed);
    }

    private static void OneStream(int seed)
    {
        Random random = new(seed);
        byte[] stream = Mutated(random);
        Accountant accountant = new();
        MeterDecoder decoder = new(new DecoderOptions { Live = random.Next(2) == 0, VerifyCrc = random.Next(4) != 0 }, accountant);
        DateTimeOffset now = Start;
        try
        {
            for (int at = 0; at < stream.Length;)
            {
                int count = Math.Min(stream.Length - at, 1 + random.Next(random.Next(2) == 0 ? 16 : 2000));
                decoder.Feed(stream.AsSpan(at, count), now);
                at += count;
                now += TimeSpan.FromMilliseconds(random.Next(8) == 0 ? random.Next(15_000) : random.Next(20));
                if (random.Next(4) == 0)
                    decoder.Idle(now);
            }
            decoder.End(now);
        }
        catch (Exception fault)
        {
            Assert.Fail($"stream of seed {seed}: {fault}");
        }
        // Flags and line ends may stand between frames untold.
        int silence = stream.Count(octet => octet == 0x7E || (octet & 0x7F) is '\r' or '\n');
        Assert.True(accountant.Bytes >= stream.Length - silence, $"seed {seed}: {accountant.Bytes} of {stream.Length} bytes were told, and {silence} may be silence");
        Assert.True(accountant.Bytes <= stream.Length, $"seed {seed}: {accountant.Bytes} bytes were told of {stream.Length}");
    }

    // Telegrams of several meters with bytes changed, left out, doubled, and noise between them.
    private static byte[] Mutated(Random random)
    {
        List<byte> stream = [];
        for (int telegrams = random.Next(1, 6); telegrams > 0; telegrams--)
        {
            SimulatedMeter meter = SimulatedMeters.All[random.Next(SimulatedMeters.All.Count)];
            List<byte> bytes = [.. meter.Telegrams(random.Next(100), Start).First().Bytes];
            for (int changes = random.Next(6); changes > 0 && bytes.Count > 8; changes--)
            {
                int at = random.Next(bytes.Count - 4);
                switch (random.Next(4))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes.RemoveRange(at, random.Next(1, 4)); break;
                    case 2: bytes.InsertRange(at, bytes.GetRange(at, random.Next(1, 4))); break;
                    default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                }
            }
            stream.AddRange(bytes);
            byte[] noise = new byte[random.Next(3) == 0 ? random.Next(200) : 0];
            random.NextBytes(noise);
            stream.AddRange(noise);
        }
        return [.. stream];
    }
}
