using System.Globalization;

namespace SmartMeter.Decoding.Readings;

/// <summary>
/// The ids of the meters on one line, as they were first written: some firmware writes the same number in letters before its update and as the hex of
/// these letters behind it (Iskra of Wallonia), and it is still one meter. Bounded.
/// </summary>
internal sealed class WrittenIds
{
    private const int MaxMeters = 16;

    private readonly List<(string Id, string? Other)> _known = [];

    /// <summary>The id that this one goes by.</summary>
    public string? Of(string? id)
    {
        if (id is null)
            return null;
        foreach ((string known, string? other) in _known)
        {
            if (known == id || other == id)
                return known;
        }
        string? letters = Letters(id);
        foreach ((string known, _) in _known)
        {
            if (known == letters)
                return known;
        }
        if (_known.Count < MaxMeters)
            _known.Add((id, letters));
        return id;
    }

    /// <summary>What the id is the hex of; null where it is no letters' and digits' hex.</summary>
    public static string? Letters(string id)
    {
        if (id.Length is < 8 or > 128 || (id.Length & 1) != 0)
            return null;
        Span<char> letters = stackalloc char[id.Length / 2];
        for (int i = 0; i < letters.Length; i++)
        {
            if (!byte.TryParse(id.AsSpan(2 * i, 2), NumberStyles.AllowHexSpecifier, null, out byte octet) || !char.IsAsciiLetterOrDigit((char)octet))
                return null;
            letters[i] = (char)octet;
        }
        return new string(letters);
    }
}
