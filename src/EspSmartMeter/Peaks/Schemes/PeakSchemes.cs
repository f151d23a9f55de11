using System.Globalization;

namespace EspSmartMeter.Peaks.Schemes;

/// <summary>schemes.tsv: the schemes that the program knows.</summary>
internal static class PeakSchemes
{
    public const string Table = "EspSmartMeter.Peaks.Schemes.schemes.tsv";

    private static readonly Lazy<IReadOnlyList<PeakScheme>> Rows = new(ReadTable);

    public static IReadOnlyList<PeakScheme> All => Rows.Value;

    /// <summary>What may be chosen.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(scheme => scheme.Name), PeakScheme.Own];

    /// <summary>The scheme of that name; null: there is none.</summary>
    public static PeakScheme? Named(string name) => All.FirstOrDefault(scheme => scheme.Name == name);

    /// <summary>The scheme of the country that has this time zone; null: none is known.</summary>
    public static PeakScheme? In(string zone) => All.FirstOrDefault(scheme => scheme.Zones.Contains(zone));

    private static IReadOnlyList<PeakScheme> ReadTable()
    {
        using Stream stream = typeof(PeakSchemes).Assembly.GetManifestResourceStream(Table) ?? throw new InvalidOperationException($"{Table} is not in the program.");
        using StreamReader lines = new(stream);
        return Read(lines);
    }

    /// <summary>The schemes of a table.</summary>
    /// <exception cref="FormatException">A row is wrong.</exception>
    internal static IReadOnlyList<PeakScheme> Read(TextReader lines)
    {
        string[]? columns = null;
        List<PeakScheme> schemes = [];
        while (lines.ReadLine() is string line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] cells = line.Split('\t');
            if (columns is null)
                columns = cells;
            else
                Add(schemes, name => cells[Array.IndexOf(columns, name)]);
        }
        return schemes;
    }

    private static void Add(List<PeakScheme> schemes, Func<string, string> cell)
    {
        PeakComponent component = PeakFields.Read(cell);
        int known = schemes.FindIndex(scheme => scheme.Name == cell("name"));
        if (known >= 0)
        {
            // One clock and one meter of windows measures all of them.
            if (schemes[known].WindowMinutes != component.WindowMinutes)
                throw new FormatException($"window must be the same in all rows of {cell("name")}");
            schemes[known] = schemes[known] with { Components = [.. schemes[known].Components, component] };
            return;
        }
        schemes.Add(new PeakScheme(cell("name"), [component])
        {
            Source = cell("source"),
            Zones = cell("zones").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ValidFrom = Day(cell("valid_from")),
            ValidUntil = Day(cell("valid_until")),
        });
    }

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
