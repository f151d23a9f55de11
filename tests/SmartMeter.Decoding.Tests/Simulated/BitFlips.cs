using System.Numerics;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>What vouches for a family's telegrams, from the weakest to the strongest.</summary>
internal enum Proof { None, Sum6, Sum7, Sum8, Parity, Crc16, Tag }

/// <summary>A simulated meter on a line that turns bits.</summary>
/// <param name="Meter">It.</param>
/// <param name="ParityInBit7">Its line is 7E1 and read as 8N1, as a serial port of the app is: bit 7 is even parity.</param>
internal sealed record BitFlipFamily(SimulatedMeter Meter, bool ParityInBit7)
{
    public static IReadOnlyList<BitFlipFamily> All { get; } =
    [
        .. SimulatedMeters.All.SelectMany(meter => meter.Line.Mode == "7E1"
            ? new[] { new BitFlipFamily(meter, false), new BitFlipFamily(meter, true) }
            : [new BitFlipFamily(meter, false)]),
    ];

    public Proof Proof => Meter switch
    {
        { Cipher: Cipher.Aes128WithTag or Cipher.Aes256WithTag } => Proof.Tag,
        { Framing: "hdlc" or "sml" } or { Framing: "p1", Checksummed: true } => Proof.Crc16,
        _ when ParityInBit7 || Meter.Name == "dsmr22-8n1" => Proof.Parity,
        { Framing: "mbus" } => Proof.Sum8,
        { Framing: "iec62056-21" } => Proof.Sum7,
        { Framing: "tic" } => Proof.Sum6,
        _ => Proof.None,
    };

    public string Name => Meter.Name + (ParityInBit7 ? ", parity in bit 7" : "");

    /// <summary>Its telegram as it comes off the line.</summary>
    public byte[] OnTheLine(SimulatedTelegram telegram) => ParityInBit7
        ? [.. telegram.Bytes.Select(octet => (byte)(octet | ((BitOperations.PopCount(octet) & 1) << 7)))]
        : [.. telegram.Bytes];

    public override string ToString() => Name;
}

/// <summary>What came of telegrams with so many turned bits each.</summary>
internal sealed record BitFlipCount(int Telegrams, int Read, int Wrong, string? Example);

/// <summary>Leads a family's telegrams through a decoder, with bits turned anywhere in each, and counts what is read and what of that is untrue.</summary>
internal sealed class BitFlips : IDecoderSink
{
    private const int Different = 400;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private SimulatedTelegram? _sent;
    private long _from;
    private int _read, _wrong;
    private string? _example;

    public static BitFlipCount Count(BitFlipFamily family, int bits, int telegrams, int seed)
    {
        BitFlips flips = new();
        flips.Run(family, bits, telegrams, seed);
        return new BitFlipCount(telegrams, flips._read, flips._wrong, flips._example);
    }

    private void Run(BitFlipFamily family, int bits, int telegrams, int seed)
    {
        Random random = new(seed);
        SimulatedTelegram[] sent = [.. family.Meter.Telegrams(seed, Start).Take(Math.Min(telegrams, Different))];
        byte[][] lines = [.. sent.Select(family.OnTheLine)];
        MeterDecoder decoder = new(DecodedLine.OptionsFor(family.Meter), this);
        DateTimeOffset now = Start;
        for (int i = 0; i < telegrams; i++)
        {
            _sent = sent[i % sent.Length];
            byte[] line = [.. lines[i % sent.Length]];
            foreach (int bit in DifferentBits(random, bits, line.Length * 8))
                line[bit / 8] ^= (byte)(1 << (bit % 8));
            decoder.Feed(line, now);
            decoder.Idle(now.AddMilliseconds(100));
            // So long that nothing of it is open any more.
            decoder.Idle(now = now.AddSeconds(11));
            _from += line.Length;
        }
    }

    private static HashSet<int> DifferentBits(Random random, int count, int among)
    {
        HashSet<int> bits = [];
        while (bits.Count < count)
            bits.Add(random.Next(among));
        return bits;
    }

    public void OnReading(Reading reading)
    {
        Assert.True(reading.Offset >= _from - 1, "a reading of the telegram before");
        _read++;
        if (Expected.Untruth(_sent!, reading) is not string untruth)
            return;
        _wrong++;
        _example ??= untruth;
    }

    public void OnRejected(Rejected rejected)
    {
    }
}
