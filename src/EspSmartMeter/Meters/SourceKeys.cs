using EspSmartMeter.Sources;

namespace EspSmartMeter.Meters;

/// <summary>A source's part in keys and unique ids: at first its name, else its address without the scheme; then stored, so that a new name or address changes none.</summary>
internal static class SourceKeys
{
    private const int Longest = 40;

    /// <param name="source">The source.</param>
    /// <param name="stored">The key it was once given; null: none yet.</param>
    /// <param name="taken">The keys of the others.</param>
    public static string Of(Source source, string? stored, IEnumerable<string> taken)
    {
        if (stored is not null)
            return stored;
        string key = Slug(source.Name), unique = key;
        string[] others = [.. taken];
        for (int n = 2; others.Contains(unique); n++)
            unique = $"{key}_{n}";
        return unique;
    }

    private static string Slug(string name)
    {
        int scheme = name.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme < 0 ? name : name[(scheme + 3)..];
        string slug = new([.. rest.ToLowerInvariant().Take(Longest).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_')]);
        return $"source_{slug.Trim('_')}".TrimEnd('_');
    }
}
