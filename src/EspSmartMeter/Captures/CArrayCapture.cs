using System.Buffers;
using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures;

/// <summary>
/// Octets as programs write them: <c>uint8_t frame[] = { 0x7E, 0xA0, 139 };</c>, one array or several, which follow each other. What stands outside the
/// braces is not looked at, nor are remarks.
/// </summary>
internal sealed class CArrayCapture(ICaptureReceiver receiver) : ICaptureReader
{
    private readonly ArrayBufferWriter<byte> _token = new(), _octets = new();
    private Where _where;
    private byte _before;
    private int _line = 1;
    private bool _hasArray, _hasHex, _isCut;

    private enum Where { Outside, Inside, RemarkOutside, RemarkInside, LineRemarkOutside, LineRemarkInside }

    /// <summary>Braces alone are JSON too: what is meant has hex between them.</summary>
    public static bool Fits(ReadOnlyMemory<byte> head, Extent extent)
    {
        CArrayCapture? reader = null;
        return Trial.Reads(head, extent, receiver => reader = new CArrayCapture(receiver) { _isCut = extent != Extent.Whole })
            && (extent == Extent.Begun ? reader!._hasArray || head.Span.IndexOf((byte)'(') < 0 : reader!._hasHex);
    }

    public void Push(ReadOnlySpan<byte> written)
    {
        foreach (byte character in written)
        {
            Take(character);
            _before = character;
            if (character == '\n')
                _line++;
        }
        Hand();
    }

    public void End()
    {
        EndToken();
        Hand();
        if (_isCut)
            return;
        if (!_hasArray)
            throw new CaptureFault("there is no array in it: octets stand between { and }");
        if (_where != Where.Outside)
            throw new CaptureFault($"line {_line}: the array has no end: }} is missing");
    }

    private void Take(byte character)
    {
        switch (_where)
        {
            case Where.RemarkOutside or Where.RemarkInside:
                if (_before == '*' && character == '/')
                    _where = _where == Where.RemarkInside ? Where.Inside : Where.Outside;
                break;
            case Where.LineRemarkOutside or Where.LineRemarkInside:
                if (character == '\n')
                    _where = _where == Where.LineRemarkInside ? Where.Inside : Where.Outside;
                break;
            case Where.Outside when character == '{':
                (_where, _hasArray) = (Where.Inside, true);
                break;
            case Where.Outside:
                if (_before == '/' && character is (byte)'*' or (byte)'/')
                    _where = character == '*' ? Where.RemarkOutside : Where.LineRemarkOutside;
                break;
            default:
                TakeInside(character);
                break;
        }
    }

    private void TakeInside(byte character)
    {
        if (character == '}')
        {
            EndToken();
            _where = Where.Outside;
        }
        else if (_before == '/' && character is (byte)'*' or (byte)'/')
        {
            _where = character == '*' ? Where.RemarkInside : Where.LineRemarkInside;
        }
        else if (char.IsAsciiLetterOrDigit((char)character))
        {
            _token.Write([character]);
        }
        else if (character is (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'/')
        {
            EndToken();
        }
        else
        {
            throw NoOctet();
        }
    }

    private void EndToken()
    {
        ReadOnlySpan<byte> token = _token.WrittenSpan;
        if (token.IsEmpty)
            return;
        bool isHex = token.Length is 3 or 4 && token[0] == '0' && (token[1] | 0x20) == 'x' && HexDigits.Leading(token[2..]) == token.Length - 2;
        int octet = isHex ? (int)HexDigits.Number(token[2..]) : Decimal(token);
        _octets.Write([(byte)octet]);
        _hasHex |= isHex;
        _token.ResetWrittenCount();
    }

    private int Decimal(ReadOnlySpan<byte> token) => System.Buffers.Text.Utf8Parser.TryParse(token, out byte octet, out int read) && read == token.Length ? octet : throw NoOctet();

    private CaptureFault NoOctet() => new($"line {_line}: no octet of an array; they are written 0x7E or 126, with commas between");

    private void Hand()
    {
        receiver.OnBytes(_octets.WrittenSpan);
        _octets.ResetWrittenCount();
    }
}
