namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>Texts of meters, which may hold anything, on their way to people.</summary>
internal static class ShownText
{
    /// <summary>The longest text a state object carries; what a meter may send at all (DSMR: 1024 characters) fits.</summary>
    public const int LongestText = 2048;

    private const int LongestName = 64;

    /// <summary>The text without control characters, cut at <see cref="LongestText"/>.</summary>
    public static string Bounded(string text) => Clean(text, LongestText);

    /// <summary>A maker, model or serial number: short, and null where nothing is left of it.</summary>
    public static string? Name(string? text)
    {
        string name = Clean(text ?? "", LongestName).Trim();
        return name.Length == 0 ? null : name;
    }

    private static string Clean(string text, int longest)
    {
        bool sound = text.Length <= longest && !text.Any(Bad);
        return sound ? text : new string([.. text.Where(character => !Bad(character)).Take(longest)]);

        // Half a surrogate pair is no text either; whole ones are rare enough in a meter to go with it.
        static bool Bad(char character) => char.IsControl(character) || char.IsSurrogate(character);
    }
}
