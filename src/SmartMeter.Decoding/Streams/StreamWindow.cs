namespace SmartMeter.Decoding.Streams;

/// <summary>The part of the stream that is still undecided, addressed by offsets from the stream's start.</summary>
internal sealed class StreamWindow(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private long _origin;
    private int _start, _end;

    /// <summary>The offset of the first octet held.</summary>
    public long Start => _origin + _start;

    /// <summary>The offset behind the last octet held.</summary>
    public long End => _origin + _end;

    /// <summary>The offset up to which the octets have been looked at.</summary>
    public long LookedTo { get; set; }

    /// <summary>How many octets can be appended now.</summary>
    public int Free => _bytes.Length - (_end - _start);

    public byte this[long offset] => _bytes[offset - _origin];

    public ReadOnlySpan<byte> Slice(long from, long to) => _bytes.AsSpan((int)(from - _origin), (int)(to - from));

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_end + bytes.Length > _bytes.Length)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _origin += _start;
            _end -= _start;
            _start = 0;
        }
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    public void DiscardTo(long offset) => _start = Math.Max(_start, (int)(offset - _origin));
}
