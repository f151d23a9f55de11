using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>
/// What stands before the data block of an IEC 62056-21 telegram (6.3.1 to 6.3.5); the request is an echo, and each part is missing in some:
/// <code>/?address! CR LF | /XXXZ identification CR LF | CR LF | ACK 0 Z Y CR LF | STX</code>
/// An identification without STX behind it starts a P1 telegram (mode D), which is no concern here.
/// </summary>
internal ref struct Iec62056Head
{
    public enum Is : byte { None, Incomplete, Head }

    public const byte Stx = 0x02;

    private const byte Ack = 0x06;
    private const int Longest = 160, LongestRequest = 40, LongestIdentification = 64, LongestAck = 8, LongestCode = 24;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private Iec62056Head(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Whether the bytes start with such a head and a data set behind it.</summary>
    public Is Kind { get; private set; }

    /// <summary>Where the data block starts.</summary>
    public readonly int DataAt => _at;

    /// <summary>An STX opens the block: ETX and block check character may close it.</summary>
    public bool HasStx { get; private set; }

    /// <summary>The identification from '/' to its line end; empty without one.</summary>
    public Range Identification { get; private set; }

    public static Iec62056Head Read(ReadOnlySpan<byte> bytes, Span<byte> scratch)
    {
        Span<byte> text = scratch[..Math.Min(bytes.Length, Longest)];
        SevenBit.CopyPlain(bytes[..text.Length], text);
        Iec62056Head head = new(text);
        head.Kind = head.Read();
        return head;
    }

    /// <summary>Octets that <see cref="Read(ReadOnlySpan{byte}, Span{byte})"/> needs to work in.</summary>
    public const int Scratch = Longest;

    private Is Read()
    {
        bool request = _text.Length > 1 && _text.StartsWith("/?"u8);
        if (request)
        {
            if (TakeLine(LongestRequest) is var taken and not Is.Head)
                return taken;
            if (!_text[.._at].Contains((byte)'!'))
                return Is.None;
        }
        bool identified = At((byte)'/');
        if (identified && TakeIdentification() is var identification and not Is.Head)
            return identification;
        // Elster's AS2018 and ZPA's GH305 leave a line empty before STX, as others do where no STX follows.
        while (identified && (At((byte)'\r') || At((byte)'\n')))
            _at++;
        while (At(Ack))
        {
            if (TakeLine(LongestAck) is var taken and not Is.Head)
                return taken;
        }
        if (_at == _text.Length)
            return Is.Incomplete;
        HasStx = At(Stx);
        if (!HasStx && (!request || identified))
            return Is.None;
        if (HasStx)
            _at++;
        return StartsDataSet(_text[_at..]);
    }

    private readonly bool At(byte octet) => _at < _text.Length && _text[_at] == octet;

    private Is TakeLine(int longest)
    {
        ReadOnlySpan<byte> rest = _text[_at..];
        int end = rest.IndexOf((byte)'\n');
        if (end < 0 || end >= longest)
            return rest.Length < longest ? Is.Incomplete : Is.None;
        _at += end + 1;
        return Is.Head;
    }

    // '/', three letters of the maker, a character for the baud rate.
    private Is TakeIdentification()
    {
        int start = _at;
        ReadOnlySpan<byte> rest = _text[_at..];
        for (int i = 1; i <= 3 && i < rest.Length; i++)
        {
            if (!char.IsAsciiLetter((char)rest[i]))
                return Is.None;
        }
        Is taken = rest.Length < 5 ? Is.Incomplete : TakeLine(LongestIdentification);
        Identification = start.._at;
        return taken;
    }

    /// <summary>Whether a data set's code and its parenthesis stand here: <c>1-0:1.8.0*255(</c>, <c>F.F(</c>, <c>F.F (</c>.</summary>
    public static Is StartsDataSet(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart("\r\n"u8);
        int code = text.IndexOfAnyExcept(CodeOctets);
        int open = code > 0 && text[code] == ' ' ? code + 1 : code;
        if (code < 0 || open == text.Length)
            return text.Length < LongestCode ? Is.Incomplete : Is.None;
        return code is > 0 and < LongestCode && text[open] == '(' ? Is.Head : Is.None;
    }

    private static readonly System.Buffers.SearchValues<byte> CodeOctets = System.Buffers.SearchValues.Create("0123456789CFLP.:-*&"u8);
}
