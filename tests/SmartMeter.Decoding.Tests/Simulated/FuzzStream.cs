using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>A stretch of a fuzzed stream: a telegram as it arrives, parts of two that were joined, or random octets.</summary>
/// <param name="Bytes">What arrives.</param>
/// <param name="Sent">What its octets are of: one telegram, two, or none.</param>
/// <param name="Meter">The meter that sent the first of them.</param>
/// <param name="TurnedBits">So many bits were turned, and nothing else was done; -1: anything was.</param>
internal sealed record FuzzStretch(byte[] Bytes, IReadOnlyList<SimulatedTelegram> Sent, SimulatedMeter? Meter, int TurnedBits)
{
    public bool IsIntact => Sent.Count == 1 && TurnedBits == 0;
}

/// <summary>A stream made by a seed: telegrams of one or two meters, intact, with turned bits, cut, mutated, spliced with another's, with noise between.</summary>
internal sealed class FuzzStream
{
    private const int LongestNoise = 200;

    private static readonly double[] Pauses = [0, 0.02, 0.3, 1.5, 11];

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly Random _random;
    private readonly List<FuzzStretch> _stretches = [];

    public FuzzStream(int seed)
    {
        _random = new Random(seed);
        SimulatedMeter first = Pick(_ => true);
        // A line has one time zone, and keys of one meter.
        SimulatedMeter second = _random.Next(2) == 0
            ? first
            : Pick(meter => (first.Keys is null || meter.Keys is null) && meter.Clock.StandardOffsetMinutes == first.Clock.StandardOffsetMinutes);
        Meters = [first, second];
        IEnumerator<SimulatedTelegram>[] telegrams = [.. Meters.Select((meter, i) => meter.Telegrams((seed % 1000) + i, Start).GetEnumerator())];
        for (int count = _random.Next(2, 8); count > 0; count--)
        {
            int which = _random.Next(2);
            AddNoise();
            Add(Meters[which], Next(telegrams[which]), Next(telegrams[1 - which]));
        }
        Options = DecodedLine.OptionsFor(first.Keys is null ? second : first);
    }

    public IReadOnlyList<SimulatedMeter> Meters { get; }

    public DecoderOptions Options { get; }

    public IReadOnlyList<FuzzStretch> Stretches => _stretches;

    /// <summary>The stretch as a line brings it: octets, and how long nothing came before them.</summary>
    public IEnumerable<(ArraySegment<byte> Octets, TimeSpan Silence)> Reads(FuzzStretch stretch)
    {
        int largest = _random.Next(3) == 0 ? 16 : 2000;
        for (int at = 0; at < stretch.Bytes.Length;)
        {
            int count = Math.Min(stretch.Bytes.Length - at, 1 + _random.Next(largest));
            // Between stretches a meter pauses, or not; inside them a network does, and not for long.
            double silence = at == 0 ? Pauses[_random.Next(Pauses.Length)] : _random.Next(40) == 0 ? 0.3 : 0.005;
            yield return (new ArraySegment<byte>(stretch.Bytes, at, count), TimeSpan.FromSeconds(silence));
            at += count;
        }
    }

    private static SimulatedTelegram Next(IEnumerator<SimulatedTelegram> telegrams) => telegrams.MoveNext() ? telegrams.Current : throw new InvalidOperationException();

    private SimulatedMeter Pick(Func<SimulatedMeter, bool> fits)
    {
        SimulatedMeter[] all = [.. SimulatedMeters.All.Where(fits)];
        return all[_random.Next(all.Length)];
    }

    private void AddNoise()
    {
        if (_random.Next(3) != 0)
            return;
        byte[] noise = new byte[1 + _random.Next(LongestNoise)];
        _random.NextBytes(noise);
        _stretches.Add(new FuzzStretch(_random.Next(3) == 0 ? ForeignStarts.Of(noise.Length, _random.Next()) : noise, [], null, -1));
    }

    private void Add(SimulatedMeter meter, SimulatedTelegram telegram, SimulatedTelegram other)
    {
        byte[] bytes = telegram.Bytes;
        _stretches.Add(_random.Next(8) switch
        {
            0 or 1 or 2 => new FuzzStretch(bytes, [telegram], meter, 0),
            3 or 4 => Turned(meter, telegram, 1 + _random.Next(3)),
            5 => new FuzzStretch(bytes[..(1 + _random.Next(bytes.Length - 1))], [telegram], meter, -1),
            6 => new FuzzStretch([.. bytes[..(1 + _random.Next(bytes.Length - 1))], .. other.Bytes[_random.Next(other.Bytes.Length - 1)..]], [telegram, other], meter, -1),
            _ => new FuzzStretch(Mutated([.. bytes]), [telegram], meter, -1),
        });
    }

    private FuzzStretch Turned(SimulatedMeter meter, SimulatedTelegram telegram, int bits)
    {
        byte[] bytes = [.. telegram.Bytes];
        HashSet<int> which = [];
        while (which.Count < bits)
            which.Add(_random.Next(bytes.Length * 8));
        foreach (int bit in which)
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return new FuzzStretch(bytes, [telegram], meter, bits);
    }

    private byte[] Mutated(List<byte> bytes)
    {
        for (int changes = _random.Next(1, 6); changes > 0 && bytes.Count > 8; changes--)
        {
            int at = _random.Next(bytes.Count - 4);
            switch (_random.Next(4))
            {
                case 0: bytes[at] = (byte)_random.Next(256); break;
                case 1: bytes.RemoveRange(at, _random.Next(1, 4)); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, _random.Next(1, 4))); break;
                default: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            }
        }
        return [.. bytes];
    }
}
