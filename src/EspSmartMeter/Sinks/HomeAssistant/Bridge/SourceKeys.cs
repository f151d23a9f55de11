using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant.Bridge;

/// <summary>A source's part in the bridge's keys and entity ids: its name, else its address without the scheme. It stays as long as the user leaves them.</summary>
internal sealed class SourceKeys
{
    private const int Longest = 40;

    private readonly Dictionary<Source, string> _keys = [];

    public SourceKeys(IReadOnlyList<Source> sources)
    {
        foreach (Source source in sources)
        {
            string key = Slug(source.Name), unique = key;
            for (int n = 2; _keys.ContainsValue(unique); n++)
                unique = $"{key}_{n}";
            _keys[source] = unique;
        }
    }

    public string this[Source source] => _keys[source];

    private static string Slug(string name)
    {
        int scheme = name.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme < 0 ? name : name[(scheme + 3)..];
        string slug = new([.. rest.ToLowerInvariant().Take(Longest).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_')]);
        return $"source_{slug.Trim('_')}".TrimEnd('_');
    }
}
