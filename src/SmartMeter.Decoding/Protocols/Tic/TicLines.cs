using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>
/// The lines of a frame: what stands between its line ends. Where a line end is damaged, the line beside it fails its check, and no other.
/// </summary>
/// <param name="frame">From STX to ETX.</param>
/// <param name="text">Scratch for the seven-bit text; as long.</param>
internal ref struct TicLines(ReadOnlySpan<byte> frame, Span<byte> text)
{
    private readonly ReadOnlySpan<byte> _frame = frame;
    private readonly Span<byte> _text = text;
    private readonly BitSeven _bitSeven = SevenBit.Of(frame);
    private int _at = 1;

    /// <summary>Where the current line starts, with the line end before it.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends, with the line end behind it.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next line; false behind the last.</summary>
    /// <param name="isSound">Its check fits, and so does bit 7 of each octet: clear, or the parity that it is in the frame.</param>
    /// <param name="group">It, where it is sound.</param>
    public bool Next(out bool isSound, out TicGroup group)
    {
        isSound = false;
        group = default;
        while (_at < _frame.Length - 1 && IsLineEnd(_frame[_at]))
            _at++;
        int from = _at;
        if (from >= _frame.Length - 1)
            return false;
        while (_at < _frame.Length - 1 && !IsLineEnd(_frame[_at]))
            _at++;
        Start = IsLineEnd(_frame[from - 1]) ? from - 1 : from;
        End = Math.Min(_at + 1, _frame.Length - 1);
        ReadOnlySpan<byte> line = _frame[from.._at];
        SevenBit.CopyPlain(line, _text[from..]);
        isSound = TicGroup.TryRead(_text[from.._at], out group) && SevenBit.Fits(line, _bitSeven);
        return true;
    }

    private static bool IsLineEnd(byte octet) => (octet & SevenBit.Mask) is '\r' or '\n';
}
