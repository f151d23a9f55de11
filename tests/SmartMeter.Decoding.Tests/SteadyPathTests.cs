using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Axdr;
using SmartMeter.Decoding.Tests.Simulated;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests;

/// <summary>Once warm, a sound telegram costs no memory: a decoder that runs for years leaves the collector nothing to do.</summary>
public class SteadyPathTests
{
    private const int Telegrams = 1000;

    private sealed class Counter : IDecoderSink
    {
        public int Readings { get; private set; }

        public int Rejections { get; private set; }

        public void OnReading(Reading reading) => Readings++;

        public void OnRejected(Rejected rejected) => Rejections++;
    }

    public static TheoryData<string> Meters =>
        [.. SimulatedMeters.All.Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void A_simulated_meters_telegrams_allocate_nothing(string meter)
    {
        DateTimeOffset start = new(2026, 11, 22, 6, 59, 30, TimeSpan.Zero);
        SimulatedMeter simulated = SimulatedMeters.Find(meter)!;
        AllocateNothing(DecodedLine.OptionsFor(simulated), [.. simulated.Telegrams(1, start).Take(50).Select(telegram => telegram.Bytes)]);
    }

    [Fact]
    public void Nor_does_telling_them_from_old_ones()
    {
        SimulatedMeter simulated = SimulatedMeters.Find("kamstrup-denmark")!;
        DecoderOptions live = DecodedLine.OptionsFor(simulated) with { Live = true };
        AllocateNothing(live, [.. simulated.Telegrams(1, new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero)).Take(2 * Telegrams).Select(telegram => telegram.Bytes)]);
    }

    [Fact]
    public void A_list_of_objects_allocates_nothing() =>
        AllocateNothing(Push(Objects("0-8:25.9.0", ("0-0:42.0.0", Text("LGZ1030000000042")), ("1-0:1.7.0", U32(28)), ("1-0:32.7.0", U16(234)), ("1-0:31.7.0", U16(49)), ("1-0:61.9.7", U32(1)))));

    [Fact]
    public void A_list_of_positions_with_sums_allocates_nothing() =>
        AllocateNothing(Push(Structure(Text("ISK1030700000042"), U32(625), U32(0), U32(300), U32(100), U32(200), U32(30), U32(10), U32(20))));

    [Fact]
    public void A_number_that_names_the_meter_allocates_nothing() =>
        AllocateNothing(Push(Structure([Visible("Kamstrup_V0001"), .. Pairs(("1-1:1.8.0", U32(12_000_000)), ("1-1:0.0.1", U32(26_000_042)), ("1-1:32.7.0", U16(231)))])));

    private static void AllocateNothing(byte[] telegram) =>
        AllocateNothing(new DecoderOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo") }, [telegram]);

    private static void AllocateNothing(DecoderOptions options, byte[][] telegrams)
    {
        // What the decoder allocates it allocates in each run. A collection that another thread brings about adds to one: it counts the rest of this
        // thread's allocation block.
        long least = long.MaxValue;
        for (int run = 0; run < 20 && least > 0; run++)
            least = Math.Min(least, AllocatedOnceWarm(options, telegrams));
        Assert.Equal(0, least);
    }

    private static long AllocatedOnceWarm(DecoderOptions options, byte[][] telegrams)
    {
        Counter counter = new();
        MeterDecoder decoder = new(options, counter);
        DateTimeOffset now = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);
        Feed(0);
        int before = counter.Readings;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Feed(Telegrams);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.Equal((Telegrams, 0), (counter.Readings - before, counter.Rejections));
        return allocated;

        void Feed(int from)
        {
            for (int i = from; i < from + Telegrams; i++)
            {
                decoder.Feed(telegrams[i % telegrams.Length], now);
                decoder.Idle(now = now.AddSeconds(2));
            }
        }
    }
}
