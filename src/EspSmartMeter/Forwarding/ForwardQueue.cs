using System.Threading.Channels;

namespace EspSmartMeter.Forwarding;

/// <summary>What a line sent without a pause, and the topic that it goes to.</summary>
internal sealed record Burst(string Topic, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Bursts that wait for the broker, in order. While it is away only the newest are kept: of each topic and length one, for a meter's kinds of telegram differ in length.
/// Bounded at all times; when full, the oldest goes.
/// </summary>
internal sealed class ForwardQueue
{
    /// <summary>While the broker is there: more than wait behind a slow link.</summary>
    private const int MostWaiting = 1024, MostBytes = 1024 * 1024;

    /// <summary>While it is away: more than the kinds of a few meters.</summary>
    private const int MostKept = 32;

    private readonly Lock _gate = new();
    private readonly LinkedList<Burst> _waiting = new();
    private readonly Channel<bool> _came = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isAway = true;
    private long _bytes, _leftOut;

    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Those that newer ones took the place of, or that there was no room for.</summary>
    public long LeftOut
    {
        get
        {
            lock (_gate)
                return _leftOut;
        }
    }

    /// <param name="burst">Not empty, and its own.</param>
    public void Put(Burst burst)
    {
        lock (_gate)
            Add(burst);
        _came.Writer.TryWrite(true);
    }

    /// <summary>The broker is there, or no longer.</summary>
    public void BrokerIs(bool there)
    {
        lock (_gate)
        {
            _isAway = !there;
            if (there)
                return;
            Burst[] before = [.. _waiting];
            _waiting.Clear();
            _bytes = 0;
            foreach (Burst burst in before)
                Add(burst);
        }
    }

    /// <summary>Waits for the oldest. It stays until it is removed.</summary>
    public async ValueTask<Burst> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.First is LinkedListNode<Burst> first)
                    return first.Value;
            }
            await _came.Reader.ReadAsync(cancellation);
        }
    }

    /// <summary>The broker has it.</summary>
    public void Remove(Burst burst)
    {
        lock (_gate)
        {
            if (_waiting.First?.Value == burst)
                Drop(_waiting.First);
        }
    }

    private void Add(Burst burst)
    {
        if (_isAway && OfItsKind(burst) is LinkedListNode<Burst> older)
        {
            Drop(older);
            _leftOut++;
        }
        _waiting.AddLast(burst);
        _bytes += burst.Bytes.Length;
        while (_waiting.Count > (_isAway ? MostKept : MostWaiting) || (_bytes > MostBytes && _waiting.Count > 1))
        {
            Drop(_waiting.First!);
            _leftOut++;
        }
    }

    private LinkedListNode<Burst>? OfItsKind(Burst burst)
    {
        for (LinkedListNode<Burst>? node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Bytes.Length == burst.Bytes.Length && node.Value.Topic == burst.Topic)
                return node;
        }
        return null;
    }

    private void Drop(LinkedListNode<Burst> node)
    {
        _waiting.Remove(node);
        _bytes -= node.Value.Bytes.Length;
    }
}
