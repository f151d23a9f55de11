using System.Buffers;
using System.Buffers.Text;
using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures;

/// <summary>Base64 (RFC 4648, section 4, or its letters for addresses, section 5), with line ends anywhere.</summary>
internal sealed class Base64Capture(ICaptureReceiver receiver) : ICaptureReader
{
    private const int Shortest = 16, Group = 4;

    private readonly byte[] _group = new byte[Group];
    private readonly ArrayBufferWriter<byte> _octets = new();
    private int _count, _line = 1;
    private bool _isPadded;

    /// <summary>Digits and letters, of the one alphabet or the other, a whole number of groups of four where nothing follows. A word is none.</summary>
    public static bool Fits(ReadOnlyMemory<byte> head, Extent extent)
    {
        int count = 0;
        bool isPadded = false;
        foreach (byte character in head.Span.TrimEnd("\r\n \t"u8))
        {
            if (character is (byte)'\r' or (byte)'\n')
                continue;
            if (!IsDigit(character) || (isPadded && character != '='))
                return false;
            isPadded |= character == '=';
            count++;
        }
        return extent == Extent.Begun || (count >= Shortest && (extent == Extent.Enough || count % Group == 0));
    }

    public void Push(ReadOnlySpan<byte> written)
    {
        foreach (byte character in written)
        {
            if (character == '\n')
                _line++;
            if (character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            if (!IsDigit(character) || _isPadded)
                throw new CaptureFault($"line {_line}: no base64; --format binary reads it as it is");
            _group[_count++] = character switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => character };
            if (_count == Group)
                EndGroup();
        }
        receiver.OnBytes(_octets.WrittenSpan);
        _octets.ResetWrittenCount();
    }

    public void End()
    {
        if (_count != 0)
            throw new CaptureFault($"line {_line}: the base64 ends in the middle of an octet");
    }

    private void EndGroup()
    {
        if (Base64.DecodeFromUtf8(_group, _octets.GetSpan(Group), out _, out int written) != OperationStatus.Done)
            throw new CaptureFault($"line {_line}: no base64; --format binary reads it as it is");
        _octets.Advance(written);
        (_count, _isPadded) = (0, written < 3);
    }

    private static bool IsDigit(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_' or (byte)'=';
}
