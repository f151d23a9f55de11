using System.Text;

namespace SmartMeter.Decoding.Readings;

/// <summary>
/// Gives the same string for the same text, telegram after telegram, so that identities and states cost nothing after the first.
/// A table of fixed size: each text has four places, so that a few texts that share them do not drive each other out.
/// </summary>
internal sealed class TextPool
{
    private const int Ways = 4;

    private readonly string?[] _slots = new string?[1024];
    private int _next;

    /// <summary>Latin-1 octets as a string.</summary>
    public string Latin1(ReadOnlySpan<byte> octets)
    {
        Span<char> chars = octets.Length <= 512 ? stackalloc char[octets.Length] : new char[octets.Length];
        _ = Encoding.Latin1.GetChars(octets, chars);
        return Of(chars);
    }

    /// <summary>Octets as upper-case hex.</summary>
    public string Hex(ReadOnlySpan<byte> octets)
    {
        Span<char> chars = octets.Length <= 512 ? stackalloc char[octets.Length * 2] : new char[octets.Length * 2];
        _ = Convert.TryToHexString(octets, chars, out _);
        return Of(chars);
    }

    /// <summary>Octets as lower-case hex, as the ids of SML meters are written.</summary>
    public string LowerHex(ReadOnlySpan<byte> octets)
    {
        Span<char> chars = octets.Length <= 512 ? stackalloc char[octets.Length * 2] : new char[octets.Length * 2];
        _ = Convert.TryToHexStringLower(octets, chars, out _);
        return Of(chars);
    }

    /// <summary>UTF-8 octets as a string.</summary>
    public string Utf8(ReadOnlySpan<byte> octets)
    {
        Span<char> chars = octets.Length <= 512 ? stackalloc char[octets.Length] : new char[octets.Length];
        int written = Encoding.UTF8.GetChars(octets, chars);
        return Of(chars[..written]);
    }

    public string Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "";
        int first = string.GetHashCode(text) & (_slots.Length - Ways);
        for (int i = first; i < first + Ways; i++)
        {
            if (_slots[i] is string kept && text.SequenceEqual(kept))
                return kept;
            if (_slots[i] is null)
                return _slots[i] = new string(text);
        }
        _next = (_next + 1) % Ways;
        return _slots[first + _next] = new string(text);
    }
}
