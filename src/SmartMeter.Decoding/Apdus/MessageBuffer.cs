namespace SmartMeter.Decoding.Apdus;

/// <summary>Joins the parts of a message; bounded.</summary>
internal sealed class MessageBuffer(int longest)
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public bool IsEmpty => _length == 0;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>False where the message would grow beyond all reason.</summary>
    public bool TryAppend(ReadOnlySpan<byte> part)
    {
        if (_length + part.Length > longest)
            return false;
        if (_length + part.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + part.Length));
        part.CopyTo(_bytes.AsSpan(_length));
        _length += part.Length;
        return true;
    }

    public void Clear() => _length = 0;
}
