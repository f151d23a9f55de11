using System.Reflection;

namespace SmartMeter.Decoding.Lists;

/// <summary>The makers' lists the decoder reads position-only and scaler-less payloads by: built in, and the user's own.</summary>
public sealed class ListCatalogue
{
    private static readonly Lazy<ListCatalogue> LazyBuiltIn = new(() => new ListCatalogue(ReadBuiltIn()));

    private ListCatalogue(IReadOnlyList<ListTable> tables) => Tables = tables;

    /// <summary>The lists that come with the library (Lists/Tables).</summary>
    public static ListCatalogue BuiltIn => LazyBuiltIn.Value;

    internal IReadOnlyList<ListTable> Tables { get; }

    /// <summary>Name and maker of each list, for the table of supported meters.</summary>
    public IEnumerable<(string Name, string? Maker, ListShape Shape, string Origin)> Names =>
        Tables.Select(table => (table.Name, table.Maker, table.Shape, table.Origin));

    /// <summary>These lists and those of one more file.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its contents.</param>
    /// <exception cref="ListTableException">The text is no list table; the message names the line.</exception>
    public ListCatalogue With(string file, string text) => new([.. Tables, .. ListTableReader.Read(file, text)]);

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
