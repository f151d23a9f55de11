using SmartMeter.Decoding.Dissection;

namespace EspSmartMeter.Sources;

/// <summary>The newest bytes of a line with the moments they came in, so that people can look at them. Bounded, and small until much came.</summary>
internal sealed class RecentBytes
{
    /// <summary>Some hundred telegrams; less where there are many lines.</summary>
    private const int Most = 64 * 1024, MostOfAll = 4 * 1024 * 1024, MostBursts = 2000;

    /// <summary>So long a pause ends a burst, as it does for the decoder.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Queue<Burst> _bursts = new();
    private Burst? _newest;
    private int _held;

    private sealed class Burst(long offset)
    {
        public long Offset => offset;

        public List<byte> Bytes { get; } = [];

        public DateTimeOffset At { get; set; }

        public BurstEnd End { get; set; }
    }

    /// <summary>Keeps what came.</summary>
    /// <param name="bytes">It.</param>
    /// <param name="now">When.</param>
    /// <param name="lines">How many lines there are, which share the room.</param>
    public void Add(ReadOnlySpan<byte> bytes, DateTimeOffset now, int lines)
    {
        int most = Math.Clamp(MostOfAll / Math.Max(1, lines), 1024, Most);
        lock (_gate)
        {
            if (_newest is null || _newest.End != BurstEnd.Pause || now - _newest.At >= Pause || now < _newest.At || _newest.Bytes.Count >= most / 4)
            {
                _newest = new Burst(_newest is null ? 0 : _newest.Offset + _newest.Bytes.Count);
                _bursts.Enqueue(_newest);
            }
            _newest.Bytes.AddRange(bytes);
            _newest.At = now;
            _held += bytes.Length;
            while ((_held > most || _bursts.Count > MostBursts) && _bursts.Count > 1)
                _held -= _bursts.Dequeue().Bytes.Count;
        }
    }

    /// <summary>What comes next is another burst, however soon.</summary>
    public void EndBurst() => End(BurstEnd.Carrier);

    /// <summary>What comes next is another stream.</summary>
    public void EndStream() => End(BurstEnd.Stream);

    /// <summary>The newest of them, the oldest of these first.</summary>
    public byte[] Newest(int most)
    {
        lock (_gate)
        {
            List<byte> newest = [];
            foreach (Burst burst in _bursts.Reverse())
            {
                if (newest.Count == most)
                    break;
                int wanted = Math.Min(most - newest.Count, burst.Bytes.Count);
                newest.InsertRange(0, burst.Bytes.GetRange(burst.Bytes.Count - wanted, wanted));
            }
            return [.. newest];
        }
    }

    /// <summary>All that is kept, the oldest first; where in the stream it begins.</summary>
    public (long Offset, IReadOnlyList<DissectedBurst> Bursts) Kept
    {
        get
        {
            lock (_gate)
                return (_bursts.TryPeek(out Burst? oldest) ? oldest.Offset : 0, [.. _bursts.Select(burst => new DissectedBurst(burst.Bytes.ToArray(), burst.At, burst.End))]);
        }
    }

    private void End(BurstEnd end)
    {
        lock (_gate)
        {
            if (_newest is not null)
                _newest.End = end;
        }
    }
}
