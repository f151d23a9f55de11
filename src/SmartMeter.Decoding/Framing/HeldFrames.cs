namespace SmartMeter.Decoding.Framing;

/// <summary>
/// The frames of a message that is not whole yet, and what was refused between them. Bounded in bytes and in number.
/// </summary>
internal sealed class HeldFrames
{
    private const int MaxBytes = 128 * 1024;
    private const int MaxEntries = 256;

    private readonly record struct Entry(long Offset, int Start, int Length, Refusal? Refusal);

    private readonly List<Entry> _entries = [];
    private byte[] _bytes = new byte[4096];
    private int _used;

    public bool Any => _entries.Count > 0;

    /// <summary>Where the message's first frame lies in the stream.</summary>
    public long Offset => _entries[0].Offset;

    /// <summary>When the last frame came in.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The octets of the message's frames so far.</summary>
    public int FrameBytes { get; private set; }

    /// <summary>Keeps a frame of the message; false where there is no room.</summary>
    public bool TryHold(ReadOnlySpan<byte> frame, long offset, DateTimeOffset now)
    {
        Since = now;
        if (!TryAdd(null, frame, offset))
            return false;
        FrameBytes += frame.Length;
        return true;
    }

    /// <summary>Keeps back a refused stretch until the message before it is decided; false where there is no room.</summary>
    public bool TryHoldBack(Refusal refusal, ReadOnlySpan<byte> bytes, long offset) => TryAdd(refusal, bytes, offset);

    /// <summary>The message is whole: its frames are accepted, what was refused between them is told.</summary>
    public void Release(IDecoderSink sink)
    {
        if (Any)
            TellAll(null, sink);
    }

    /// <summary>The message never became whole: its frames are refused too.</summary>
    public void Refuse(Refusal refusal, IDecoderSink sink)
    {
        if (Any)
            TellAll(refusal, sink);
    }

    private void TellAll(Refusal? ofFrames, IDecoderSink sink)
    {
        foreach (Entry entry in _entries)
        {
            if ((entry.Refusal ?? ofFrames) is Refusal refusal)
                sink.OnRejected(refusal.Of(_bytes.AsSpan(entry.Start, entry.Length), entry.Offset));
        }
        _entries.Clear();
        _used = FrameBytes = 0;
    }

    private bool TryAdd(Refusal? refusal, ReadOnlySpan<byte> bytes, long offset)
    {
        if (_entries.Count == MaxEntries || _used + bytes.Length > MaxBytes)
            return false;
        if (_used + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(_bytes.Length * 2, _used + bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(_used));
        _entries.Add(new Entry(offset, _used, bytes.Length, refusal));
        _used += bytes.Length;
        return true;
    }
}
