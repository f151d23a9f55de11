namespace EspSmartMeter.Languages;

/// <summary>
/// One language of a table of texts inside the program: tab-separated, a row a text with its key first, a column a language, a first row that names them.
/// Lines that start with <c>#</c> are comments. English stands in for what a language lacks.
/// </summary>
internal static class LanguageColumn
{
    /// <summary>The languages that this table has columns for.</summary>
    public static IReadOnlyList<string> LanguagesOf(string table) => [.. Rows(table).First().Skip(1)];

    /// <summary>The texts by their keys; in English where there is no such column.</summary>
    public static Dictionary<string, string> Read(string table, string language)
    {
        int column = 1;
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string[] row in Rows(table))
        {
            if (row[0] == "key")
                column = Math.Max(Array.IndexOf(row, language), 1);
            else
                texts[row[0]] = row[column].Length > 0 ? row[column] : row[1];
        }
        return texts;
    }

    private static IEnumerable<string[]> Rows(string table)
    {
        using Stream stream = typeof(LanguageColumn).Assembly.GetManifestResourceStream(table)
            ?? throw new InvalidOperationException($"{table} is not in the program.");
        using StreamReader lines = new(stream);
        while (lines.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split('\t');
        }
    }
}
