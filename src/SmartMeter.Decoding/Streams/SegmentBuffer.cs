using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>The frames of a message that is not whole yet. Bounded in bytes and in number.</summary>
internal sealed class SegmentBuffer
{
    private const int MaxBytes = 128 * 1024;
    private const int MaxFrames = 256;

    // A stray octet between the frames has a refusal of its own.
    private readonly List<(long Offset, int Start, int Length, Refusal? Stray)> _frames = [];
    private byte[] _bytes = new byte[4096];
    private int _used;

    public bool Any => _frames.Count > 0;

    /// <summary>Where the message's first frame lies in the stream.</summary>
    public long Offset => _frames[0].Offset;

    /// <summary>So many octets between its frames are none of it.</summary>
    public int Foreign { get; private set; }

    /// <summary>Keeps a frame of the message; false where there is no room.</summary>
    public bool TryHold(ReadOnlySpan<byte> frame, long offset) => TryKeep(frame, offset, stray: null);

    /// <summary>Keeps what stands between two frames until the message is decided, so that all is told in the order of the stream.</summary>
    public bool TryHoldStray(ReadOnlySpan<byte> bytes, long offset, Refusal refusal)
    {
        if (!TryKeep(bytes, offset, refusal))
            return false;
        Foreign += bytes.Length;
        return true;
    }

    /// <summary>Traffic of the link stood between its frames.</summary>
    public void Pass(int octets) => Foreign += octets;

    /// <summary>The message is whole: what stood between its frames is told.</summary>
    public void Clear(IDecoderSink sink)
    {
        foreach ((long offset, int start, int length, Refusal? stray) in _frames)
        {
            if (stray is not null)
                sink.OnRejected(stray.Of(_bytes.AsSpan(start, length), offset));
        }
        Clear();
    }

    private bool TryKeep(ReadOnlySpan<byte> bytes, long offset, Refusal? stray)
    {
        if (_frames.Count == MaxFrames || _used + bytes.Length > MaxBytes)
            return false;
        if (_used + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(_bytes.Length * 2, _used + bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(_used));
        _frames.Add((offset, _used, bytes.Length, stray));
        _used += bytes.Length;
        return true;
    }

    private void Clear()
    {
        _frames.Clear();
        Foreign = _used = 0;
    }

    /// <summary>The message never became whole: its frames are refused.</summary>
    public void Refuse(Refusal refusal, IDecoderSink sink)
    {
        foreach ((long offset, int start, int length, Refusal? stray) in _frames)
            sink.OnRejected((stray ?? refusal).Of(_bytes.AsSpan(start, length), offset));
        Clear();
    }
}
