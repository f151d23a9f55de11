using System.Reflection;

namespace SmartMeter.Decoding.Lists;

/// <summary>The makers' lists the decoder reads position-only and scaler-less payloads by: built in, and the user's own.</summary>
public sealed class ListCatalogue
{
    private static readonly Lazy<ListCatalogue> LazyBuiltIn = new(() => new ListCatalogue(ReadBuiltIn()));

    private readonly Dictionary<int, ListTable[]> _byLength;

    private ListCatalogue(IEnumerable<ListTable> tables)
    {
        Tables = [.. tables];
        WithCodes = [.. Tables.Where(table => table.Shape != ListShape.Positions)];
        _byLength = Tables.Where(table => table.Shape == ListShape.Positions)
            .GroupBy(table => table.Values.Length)
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The lists that come with the library (Lists/Tables).</summary>
    public static ListCatalogue BuiltIn => LazyBuiltIn.Value;

    internal ListTable[] Tables { get; }

    /// <summary>The lists whose payloads hold the codes.</summary>
    internal ListTable[] WithCodes { get; }

    /// <summary>These lists and those of one more file; a list named like a built-in one takes its place.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its contents.</param>
    /// <exception cref="ListTableException">The text is no list table; the message names the line.</exception>
    public ListCatalogue With(string file, string text)
    {
        IReadOnlyList<ListTable> added = ListTableReader.Read(file, text);
        List<ListTable> kept = [];
        foreach (ListTable table in Tables)
        {
            if (!added.Any(other => other.Name == table.Name))
                kept.Add(table);
            else if (!BuiltIn.Tables.Contains(table))
                throw new ListTableException($"{file}: list {table.Name} is in {table.Origin} already");
        }
        return new ListCatalogue([.. kept, .. added]);
    }

    /// <summary>True where there is a list of this name.</summary>
    public bool Has(string name) => Array.Exists(Tables, table => table.Name == name);

    /// <summary>The lists of so many values without codes.</summary>
    internal ReadOnlySpan<ListTable> OfPositions(int length) => _byLength.GetValueOrDefault(length);

    private static List<ListTable> ReadBuiltIn()
    {
        List<ListTable> tables = [];
        Assembly library = typeof(ListCatalogue).Assembly;
        foreach (string name in library.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(library.GetManifestResourceStream(name)!);
            tables.AddRange(ListTableReader.Read(name, reader.ReadToEnd()));
        }
        return tables;
    }
}
