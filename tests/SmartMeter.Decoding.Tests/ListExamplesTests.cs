using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Tests.Axdr;

namespace SmartMeter.Decoding.Tests;

/// <summary>Each list stands by its own examples.</summary>
public class ListExamplesTests
{
    private const string Table = "list X\nmaker M\nshape positions\ntext 0-0:96.1.0 id = X*\nu32 1-0:1.7.0 1 W\nu32 1-0:1.8.0 1 Wh\n";

    // A structure of X1, 1500 and 30, behind a head without date-time.
    private const string Example = "example 0F 00000001 00 0203 0902 5831\nexample 06 000005DC 06 0000001E\n";

    public static TheoryData<string> BuiltIn => [.. ListCatalogue.BuiltIn.Tables.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_built_in_list_is_read_as_its_examples_say(string name)
    {
        ListTable table = ListCatalogue.BuiltIn.Tables.Single(table => table.Name == name);
        Assert.True(table.Examples.Length > 0, $"{table.Origin}: list {name} has no example: add `example HEX` and `expect CODE = VALUE UNIT` behind its values");
        ListExamples.Check(table, ListCatalogue.BuiltIn);
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void What_stands_at_each_position_is_told_by_an_example(string name)
    {
        ListTable table = ListCatalogue.BuiltIn.Tables.Single(table => table.Name == name);
        IEnumerable<ObisCode> told = table.Examples.SelectMany(example => example.Expectations).Select(expected => expected.Code).OfType<ObisCode>();
        ObisCode[] untold = table.Shape == ListShape.Positions ? [.. table.Values.Select(value => value.Code).OfType<ObisCode>().Except(told)] : [];
        Assert.True(untold.Length == 0, $"{table.Origin}: no example of list {name} has `expect` for {string.Join(", ", untold)}");
    }

    [Fact]
    public void An_example_may_be_the_frames_as_they_came()
    {
        string frame = Convert.ToHexString(AxdrBytes.Push(AxdrBytes.Structure(AxdrBytes.Text("X1"), AxdrBytes.U32(1500), AxdrBytes.U32(30))));
        Check(Table + $"example {frame}\nexpect 1-0:1.7.0 = 1500 W\nexpect 1-0:1.8.0 = 0.03 kWh\nexpect 0-0:96.1.0 = X1\nexpect id = X1\n");
    }

    [Fact]
    public void A_ciphered_list_has_its_example_in_the_clear() =>
        Check(Table.Replace("shape", "ciphered\nshape", StringComparison.Ordinal) + Example + "expect 1-0:1.7.0 = 1500 W\n");

    [Theory]
    [InlineData(Example + "expect 1-0:1.7.0 = 1501 W\n", "line 9: 1-0:1.7.0 is 1500 W in the example of list X, not 1501 W")]
    [InlineData(Example + "expect 1-0:1.7.0 = 1500\n", "line 9: 1-0:1.7.0 is 1500 W in the example of list X, not 1500")]
    [InlineData(Example + "expect 1-0:1.7.0 = 1500 kW\n", "line 9: 1-0:1.7.0 is 1500 W in the example of list X, not 1500 kW")]
    [InlineData(Example + "expect 1-0:2.7.0 = 0 W\n", "line 9: 1-0:2.7.0 is not in the example of list X")]
    [InlineData(Example + "expect id = X2\n", "line 9: the meter's number is X1 in the example of list X, not X2")]
    [InlineData("example 0F0000000100 0202 0902 5831 06000005DC\nexpect 1-0:1.7.0 = 1500 W\n",
        "line 7: the example of list X is refused: list/unknown-list: no list fits: structure[2]{octets 5831, u32 1500}")]
    [InlineData("example 0F00\nexpect 1-0:1.7.0 = 1 W\n", "line 7: the example of list X is refused: dlms/malformed: the head of the data-notification")]
    [InlineData("example 7EA00A\nexpect 1-0:1.7.0 = 1 W\n", "line 7: the example of list X is refused: line/garbage")]
    public void An_example_that_is_not_read_so_is_told_with_file_and_line(string lines, string fault) =>
        Assert.Equal("my.list, " + fault, Assert.Throws<ListTableException>(() => Check(Table + lines)).Message);

    [Fact]
    public void An_example_that_another_list_reads_is_told()
    {
        const string other = "list Y\nshape positions\ntext 0-0:96.1.0 = Y*\nu32 1-0:1.8.0 1 Wh\n";
        string text = Table + other + Example + "expect 0-0:96.1.0 = X1\n";
        Assert.Equal("my.list, line 11: the example of list Y is read by X", Assert.Throws<ListTableException>(() => Check(text)).Message);
    }

    [Theory]
    [InlineData("example 0G\n", "line 7: `example` wants pairs of hex digits")]
    [InlineData("example\n", "line 7: ends behind `example`; it wants `example HEX`")]
    [InlineData("example 0F\n", "line 7: an example of list X says nothing: behind it belongs `expect CODE = VALUE UNIT`")]
    [InlineData("expect 1-0:1.7.0 = 1 W\n", "line 7: `expect` stands behind the `example` it tells of")]
    [InlineData("example 0F\nexpect 1-0:1.7.0 1 W\n", "line 8: `1` stands where `= VALUE UNIT` belongs")]
    [InlineData("example 0F\nexpect power = 1 W\n", "line 8: `power` is no OBIS code like 1-0:1.8.0")]
    [InlineData("example 0F\nexpect 1-0:1.7.0 =\n", "line 8: ends behind `=`; it wants `expect CODE = VALUE UNIT`")]
    public void An_example_that_is_written_wrong_is_told_with_file_and_line(string lines, string fault) =>
        Assert.Equal("my.list, " + fault, Assert.Throws<ListTableException>(() => ListCatalogue.BuiltIn.With("my.list", Table + lines)).Message);

    private static void Check(string text) => ListExamples.Check(ListCatalogue.BuiltIn.With("my.list", text));
}
