using System.Globalization;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// The server id of an SML meter. Today's are identifications by DIN 43863-5, printed on the meter as <c>1ABC0012345678</c>:
/// <code>0A or 09 | medium 1 | maker's FLAG letters 3 | block 1 | number 4</code>
/// Older ones are the maker's own, some with its letters behind the first octet, some the digits of the number in ASCII.
/// </summary>
internal static class SmlServerId
{
    // A number of four octets has up to ten digits; those that are printed have eight.
    private const int Octets = 10, LongestName = 16;

    /// <summary>The id as it is printed on the meter; else its octets in hex; null where there is none.</summary>
    public static string? Name(ReadOnlySpan<byte> id, TextPool texts)
    {
        if (id.IsEmpty)
            return null;
        if (!IsIdentification(id))
            return id.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? texts.Latin1(id) : texts.LowerHex(id);
        Span<char> name = stackalloc char[LongestName];
        _ = id[1].TryFormat(name, out int length, "X1", CultureInfo.InvariantCulture);
        foreach (byte letter in id[2..5])
            name[length++] = (char)letter;
        _ = id[5].TryFormat(name[length..], out int written, "X2", CultureInfo.InvariantCulture);
        length += written;
        _ = SmlDocument.UnsignedOf(id[6..]).TryFormat(name[length..], out written, "D8", CultureInfo.InvariantCulture);
        return texts.Of(name[..(length + written)]);
    }

    /// <summary>The maker that its letters name; null without letters.</summary>
    public static string? Maker(ReadOnlySpan<byte> id, TextPool texts) =>
        IsIdentification(id) ? MakerOf(id[2..5], texts)
        : id.Length == Octets && AreLetters(id[1..4]) ? MakerOf(id[1..4], texts)
        : null;

    /// <summary>The maker of three FLAG letters; null where they are none.</summary>
    public static string? MakerOf(ReadOnlySpan<byte> letters, TextPool texts) =>
        letters.Length == 3 && AreLetters(letters) ? Flag.MakerOf(letters) ?? texts.Latin1(letters) : null;

    private static bool IsIdentification(ReadOnlySpan<byte> id) =>
        id.Length == Octets && id[0] is 0x09 or 0x0A && id[1] < 0x10 && AreLetters(id[2..5]);

    private static bool AreLetters(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0;
}
