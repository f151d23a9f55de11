using System.Buffers;
using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures;

/// <summary>
/// Hex digits with whatever people leave between them (spaces, commas, colons, dots, dashes, <c>0x</c>, line ends), or a hex dump with offsets. Octets may
/// go on in the next line; a line that begins with <c>#</c> or <c>//</c> is a remark.
/// </summary>
internal sealed class HexCapture : ICaptureReader
{
    private const string Remedy = "--format binary reads it as it is";

    private readonly ICaptureReceiver _receiver;
    private readonly TextLines _lines;
    private readonly ArrayBufferWriter<byte> _octets = new();

    /// <summary>A dump: where its next line stands. Null: what came so far has no offsets, or nothing came.</summary>
    private long? _next;
    private bool _isPlain;
    private int _half = -1, _halfLine;

    public HexCapture(ICaptureReceiver receiver)
    {
        _receiver = receiver;
        _lines = new TextLines(TakeLine);
    }

    public static bool Fits(ReadOnlyMemory<byte> head, Extent extent) => Trial.Reads(head, extent, receiver => new HexCapture(receiver));

    public void Push(ReadOnlySpan<byte> written) => _lines.Push(written);

    public void End()
    {
        _lines.End();
        if (_half >= 0)
            throw new CaptureFault($"line {_halfLine}: an odd number of hex digits; {Remedy}");
    }

    private void TakeLine(ReadOnlySpan<byte> line, int number, bool ends)
    {
        ReadOnlySpan<byte> text = line.Trim(" \t"u8);
        if (text.IsEmpty || text.StartsWith("#"u8) || text.StartsWith("//"u8) || IsDump(text))
            return;
        if (_next is not null)
            throw new CaptureFault($"line {number}: no line of a hex dump, as those before it are; {Remedy}");
        _isPlain = true;
        TakeDigits(line, number);
    }

    private bool IsDump(ReadOnlySpan<byte> text)
    {
        if (_isPlain)
            return false;
        _octets.ResetWrittenCount();
        int count = DumpLine.Read(text, out long offset, _octets.GetSpan(text.Length));
        if (count < 0 || (_next is null && (count == 0 || !IsFirst(text, offset))))
            return false;
        // A line left out, or another dump: what comes did not follow what was.
        if (_next is long next && offset != next)
            _receiver.OnStreamEnd();
        _receiver.OnBytes(_octets.GetSpan(count)[..count]);
        _next = offset + count;
        return true;
    }

    // Long digits before pairs of them are an offset where they say so, or where they count from 0.
    private static bool IsFirst(ReadOnlySpan<byte> text, long offset) => offset == 0 || text.Contains((byte)':') || text.Contains((byte)'|');

    private void TakeDigits(ReadOnlySpan<byte> line, int number)
    {
        _octets.ResetWrittenCount();
        Span<byte> octets = _octets.GetSpan(line.Length);
        int count = 0;
        for (int at = 0; at < line.Length; at++)
        {
            byte character = line[at];
            if (character == '0' && at + 1 < line.Length && line[at + 1] is (byte)'x' or (byte)'X' && _half < 0)
            {
                at++;
            }
            else if (HexDigits.Is(character))
            {
                int digit = HexDigits.ValueOf(character);
                if (_half >= 0)
                    octets[count++] = (byte)((_half << 4) | digit);
                (_half, _halfLine) = (_half >= 0 ? -1 : digit, number);
            }
            else if (!IsSeparator(character))
            {
                throw new CaptureFault($"line {number}, column {at + 1}: no hex digit; {Remedy}");
            }
            else if (_half >= 0)
            {
                throw new CaptureFault($"line {number}, column {at + 1}: an octet of one digit; write it with two");
            }
        }
        _receiver.OnBytes(octets[..count]);
    }

    private static bool IsSeparator(byte character) => character is (byte)' ' or (byte)'\t' or (byte)',' or (byte)';' or (byte)':' or (byte)'.' or (byte)'-' or (byte)'_';
}
