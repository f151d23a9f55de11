using System.Text.RegularExpressions;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

/// <summary>docs/list-format.md: its examples are read as they say, and it names each line, type, shape and unit that a list may have.</summary>
public partial class ListFormatTests
{
    private static readonly byte[] Telegram = Push(Structure(Text("MY100"), U32(1500), U32(0), U16(2301)));

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "list-format.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Examples => [.. ListBlock().Matches(Page).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_is_a_file_whose_telegrams_are_read_as_it_says(string text)
    {
        ListCatalogue lists = ListCatalogue.BuiltIn.With("example.list", text);
        ListTable[] added = [.. lists.Tables.Where(table => table.Origin == "example.list")];

        Assert.NotEmpty(added);
        Assert.All(added, table => Assert.NotEmpty(table.Examples));
        ListExamples.Check(lists);
    }

    [Fact]
    public void Each_shape_has_an_example() => Assert.Superset(
        new HashSet<string> { "described", "pairs", "positions" },
        new HashSet<string>(Examples.SelectMany(row => ListTableReader.Read("example.list", row.Data)).Select(table => table.Shape.ToString().ToLowerInvariant())));

    [Fact]
    public void Without_its_table_the_first_telegram_is_refused_in_the_words_shown() =>
        Assert.Contains($"```\n{Decode(Telegram).Rejections.Single().Detail!}\n```", Page, StringComparison.Ordinal);

    [Fact]
    public void With_its_table_the_first_telegram_is_read()
    {
        Decoded decoded = Decode(Telegram, ListCatalogue.BuiltIn.With("my100.list", Examples.First().Data));
        decoded.IsRead("MY100", null, "1-0:1.7.0 = 1500 W", "1-0:2.7.0 = 0 W", "1-0:32.7.0 = 230.1 V");
        Assert.Equal(("MyMaker", "MY100"), (decoded.Only().Manufacturer, decoded.Only().Model));
    }

    [Fact]
    public void It_names_each_line_and_no_other()
    {
        IEnumerable<string> named = TableRow().Matches(Section("The lines of a list")).Select(row => row.Groups[1].Value).Where(word => word != "TYPE");
        Assert.Equal(ListTableReader.Keywords.Order(), named.Distinct().Order());
    }

    [Fact]
    public void It_names_each_shape_and_no_other() => Assert.Equal(
        System.Enum.GetNames<ListShape>().Select(name => name.ToLowerInvariant()).Order(), TableRow().Matches(Section("Shapes")).Select(row => row.Groups[1].Value).Order());

    [Fact]
    public void It_names_each_type_and_no_other()
    {
        IEnumerable<string> named = TypeRow().Matches(Section("Values")).SelectMany(row => Code().Matches(row.Value)).Select(type => type.Groups[1].Value);
        Assert.Equal(ListType.Names.Order(), named.Order());
    }

    [Fact]
    public void It_names_each_unit_and_no_other()
    {
        string line = Section("Values").Split('\n').Single(line => line.StartsWith("Units,", StringComparison.Ordinal));
        Assert.Equal(
            WireUnit.Names.Order(StringComparer.Ordinal), Code().Matches(line).Select(unit => unit.Groups[1].Value.ToLowerInvariant()).Order(StringComparer.Ordinal));
    }

    /// <summary>What stands under a heading of the second level.</summary>
    private static string Section(string title)
    {
        int begin = Page.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"there is no section '{title}'");
        int end = Page.IndexOf("\n## ", begin + 4, StringComparison.Ordinal);
        return Page[begin..(end < 0 ? Page.Length : end)];
    }

    [GeneratedRegex(@"^ *```list\n(.*?)^ *```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ListBlock();

    // | `require CODE = …` | …
    [GeneratedRegex(@"^\| `([A-Za-z-]+)[^`]*` \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    // The first cell of the indented table.
    [GeneratedRegex(@"^  \| `[^|]*\|", RegexOptions.Multiline)]
    private static partial Regex TypeRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
