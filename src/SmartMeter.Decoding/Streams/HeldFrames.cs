using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>The frames of a message that is not whole yet. Bounded in bytes and in number.</summary>
internal sealed class HeldFrames
{
    private const int MaxBytes = 128 * 1024;
    private const int MaxFrames = 256;

    private readonly List<(long Offset, int Start, int Length)> _frames = [];
    private byte[] _bytes = new byte[4096];

    public bool Any => _frames.Count > 0;

    /// <summary>Where the message's first frame lies in the stream.</summary>
    public long Offset => _frames[0].Offset;

    /// <summary>When the last frame came in.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The octets of the message's frames so far.</summary>
    public int FrameBytes { get; private set; }

    /// <summary>Keeps a frame of the message; false where there is no room.</summary>
    public bool TryHold(ReadOnlySpan<byte> frame, long offset, DateTimeOffset now)
    {
        if (_frames.Count == MaxFrames || FrameBytes + frame.Length > MaxBytes)
            return false;
        if (FrameBytes + frame.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(_bytes.Length * 2, FrameBytes + frame.Length)));
        frame.CopyTo(_bytes.AsSpan(FrameBytes));
        _frames.Add((offset, FrameBytes, frame.Length));
        FrameBytes += frame.Length;
        Since = now;
        return true;
    }

    /// <summary>The message is whole.</summary>
    public void Clear()
    {
        _frames.Clear();
        FrameBytes = 0;
    }

    /// <summary>The message never became whole: its frames are refused.</summary>
    public void Refuse(Refusal refusal, IDecoderSink sink)
    {
        foreach ((long offset, int start, int length) in _frames)
            sink.OnRejected(refusal.Of(_bytes.AsSpan(start, length), offset));
        Clear();
    }
}
