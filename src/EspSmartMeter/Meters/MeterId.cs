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
}
