using System.Buffers;

namespace EspSmartMeter.Captures;

/// <summary>Text in pieces, cut into its lines. A line end is LF or CR LF; a line is at most a mebibyte, beyond which it comes in parts.</summary>
/// <param name="take">Takes a line without its end, its number from 1, and whether the line ends there.</param>
internal sealed class TextLines(TextLines.Taker take)
{
    private const int Longest = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _begun = new();
    private int _number = 1;

    public delegate void Taker(ReadOnlySpan<byte> line, int number, bool ends);

    public void Push(ReadOnlySpan<byte> text)
    {
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
        {
            _begun.Write(text[..end]);
            Take(ends: true);
            _number++;
        }
        _begun.Write(text);
        if (_begun.WrittenCount >= Longest)
            Take(ends: false);
    }

    /// <summary>The last line may have no end.</summary>
    public void End()
    {
        if (_begun.WrittenCount > 0)
            Take(ends: true);
    }

    private void Take(bool ends)
    {
        ReadOnlySpan<byte> line = _begun.WrittenSpan;
        take(ends ? line.TrimEnd((byte)'\r') : line, _number, ends);
        _begun.ResetWrittenCount();
    }
}
