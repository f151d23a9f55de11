using System.Text;

namespace EspSmartMeter.Meters;

/// <summary>The ids that meters and submeters go by in topics and files.</summary>
internal static class MeterId
{
    private const int Longest = 64;

    /// <summary>
    /// The id with nothing but <c>[a-zA-Z0-9_-]</c>; two that differ only in what is left out stay different.
    /// </summary>
    public static string Safe(string id)
    {
        string safe = new([.. id.Take(Longest).Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' ? character : '_')]);
        if (safe == id)
            return safe;
        // FNV-1a: stable across runs and machines, unlike a string's own hash.
        uint hash = 2166136261;
        foreach (char character in id)
            hash = (hash ^ character) * 16777619;
        string readable = safe.Trim('_');
        return readable.Length == 0 ? $"{hash:x8}" : $"{readable}_{hash:x8}";
    }

    /// <summary>True for what <see cref="Safe"/> gives.</summary>
    public static bool IsSafe(string? id) =>
        id is { Length: <= Longest + 9 } && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');

    /// <summary>The number as it is printed on the meter: P1 meters send the hex of its letters.</summary>
    public static string Readable(string id)
    {
        if (id.Length < 12 || id.Length % 2 != 0 || !id.All(char.IsAsciiHexDigit))
            return id;
        string text = Encoding.Latin1.GetString(Convert.FromHexString(id));
        return text.All(character => char.IsAsciiLetterOrDigit(character) || character is ' ' or '.' or '_' or '-') ? text : id;
    }

    /// <summary>Whether a user who writes this means that meter: by its id, or by its number as the page shows it.</summary>
    public static bool Means(string written, string id) => Safe(written) == id || written == Readable(id);
}
