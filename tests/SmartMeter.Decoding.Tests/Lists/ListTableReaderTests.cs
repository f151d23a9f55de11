using SmartMeter.Decoding.Lists;

namespace SmartMeter.Decoding.Tests.Lists;

public class ListTableReaderTests
{
    private const string Positions = "list X\nshape positions\ntext 0-0:96.1.0 = X*\n";
    private const string Pairs = "list X\nshape pairs\nversion = X*\n";

    [Theory]
    [InlineData("", "line 1: the file holds no table: one starts with `list NAME`")]
    [InlineData("maker A", "line 1: `maker` stands before any list: a table starts with `list NAME`")]
    [InlineData("list", "line 1: ends behind `list`; it wants `list NAME`")]
    [InlineData("list X", "line 1: list X has no `shape` line (described, pairs, objects or positions)")]
    [InlineData("list X\nshape round", "line 2: `round` is no shape: described, pairs, objects or positions")]
    [InlineData("list X\nshape positions", "line 1: list X has no values")]
    [InlineData(Positions + "u33 1-0:1.7.0", "line 4: `u33` is no type (any null text octets date-time date time bits bool enum i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 array structure) and no keyword (list like maker shape version clock id push ciphered head attribute-descriptors when require example expect)")]
    [InlineData(Positions + "u32 1-0", "line 4: `1-0` is no OBIS code like 1-0:1.8.0")]
    [InlineData(Positions + "u32", "line 4: ends behind `u32`; it wants `u32 CODE DIGIT UNIT` like `u32 1-0:1.8.0 1 Wh`")]
    [InlineData(Positions + "u32 1-0:1.7.0 3 W", "line 4: `3` is no power of ten like 0.01, 1 or 10")]
    [InlineData(Positions + "u32 1-0:1.7.0 1", "line 4: ends behind `1`; it wants `u32 CODE DIGIT UNIT` like `u32 1-0:1.8.0 1 Wh`")]
    [InlineData(Positions + "require", "line 4: `require` wants CODE = CODE + CODE")]
    [InlineData(Pairs + "when 0-0:96.1.0", "line 4: ends behind `0-0:96.1.0`; it wants `when CODE = TEXT` or `when CODE absent`")]
    [InlineData(Positions + "shape positions", "line 4: `shape` stands in list X already")]
    [InlineData(Positions + "text 0-0:96.1.0", "line 4: 0-0:96.1.0 stands in list X already: a list of positions has each code once")]
    [InlineData(Positions + "u32 0-0:96.1.1 id", "line 4: `u32` is no text: `id` and `= TEXT` stand behind `text` or `octets`")]
    [InlineData(Positions + "u32 0-0:96.1.1 = 1*", "line 4: `u32` is no text: `id` and `= TEXT` stand behind `text` or `octets`")]
    [InlineData(Positions + "u32 1-0:1.7.0 1 Watts", "line 4: `Watts` is no unit; known: 1 (none) kwh kw v a kvar kvarh m3 m³ s w wh mwh mw var varh mvarh va kva vah kvah mvah kv ka ma hz khz dm3 l m3ph m3/h m³/h gj mj c °c degc deg ° % min h d bar kg dbm")]
    [InlineData(Positions + "u32 1-0:32.7.0 1 V or 0.1 V", "line 4: several scales need a `within LOW..HIGH` that tells them apart")]
    [InlineData(Positions + "u32 1-0:32.7.0 within 1..2", "line 4: `within` needs a scale: the window is in the unit")]
    [InlineData(Positions + "u32 1-0:32.7.0 1 V within 300..100", "line 4: `300..100` is no window like 100..300")]
    [InlineData(Positions + "u32 - 1 V", "line 4: a value of unknown meaning (`-`) has no scale and names no meter")]
    [InlineData(Positions + "text 0-0:42.0.0 id last many", "line 4: `many` is no number of characters")]
    [InlineData(Positions + "version = X", "line 1: list X: `version` and `when` need codes in the payload; for positions put `= TEXT` behind the value")]
    [InlineData(Positions + "push 0-8:25.9.0", "line 1: list X: `push` is for shape objects")]
    [InlineData(Positions + "attribute-descriptors", "line 1: list X: `attribute-descriptors` is for shape pairs")]
    [InlineData(Positions + "ciphered", "line 1: list X: `ciphered` needs the `maker` whose system title it is")]
    [InlineData(Positions + "ciphered yes", "line 4: `ciphered` stands alone on its line")]
    [InlineData(Positions + "head null", "line 4: `head` takes `octet-string` alone")]
    [InlineData(Positions + "require 1-0:1.8.0 = 1-0:1.8.1", "line 4: `require` wants CODE = CODE + CODE")]
    [InlineData(Positions + "require 1-0:1.8.0 = 1-0:1.8.1 - 1-0:1.8.2", "line 4: `require` wants CODE = CODE + CODE")]
    [InlineData(Positions + "require 1-0:1.8.0 = 1-0:1.8.1 + 1-0:1.8.2", "line 4: `require` names 1-0:1.8.0, which is no value of the list")]
    [InlineData(Positions + "list X", "line 4: list X is in this file already: give this one another name")]
    [InlineData(Positions + "list Y\nlike Z", "line 5: no list Z stands above in this file")]
    [InlineData(Positions + "list Y\nlike X\nu32 1-0:1.7.0", "line 6: a list of positions that is `like` another takes all of its values")]
    [InlineData(Positions + "list Y\nshape pairs\nlike X", "line 6: `like` stands once, right behind `list`")]
    [InlineData(Positions + "id", "line 4: `id` stands behind the `text` that names the meter; a line of its own says `id elsewhere`")]
    [InlineData(Pairs + "u32 -", "line 4: a value without a code (`-`) only makes sense by position")]
    [InlineData(Pairs + "text 0-0:96.1.0 = A", "line 4: `= TEXT` behind a value is for positions; use `when CODE = TEXT`")]
    [InlineData(Pairs + "when 0-0:96.1.0 A", "line 4: `A` stands where `= TEXT` belongs")]
    public void A_fault_names_file_and_line_and_what_to_do(string text, string message)
    {
        ListTableException fault = Assert.Throws<ListTableException>(() => ListTableReader.Read("my.list", text));
        Assert.Equal("my.list, " + message, fault.Message);
    }

    [Fact]
    public void A_list_like_another_changes_only_what_it_says()
    {
        IReadOnlyList<ListTable> tables = ListTableReader.Read("my.list",
            "list A\nmaker M\nshape pairs\nversion = A\nany 1-0:1.7.0 1 W\nany 1-0:1.8.0 1 Wh\n" +
            "list B\nlike A\nwhen 0-0:96.1.0 = 9*\nany 1-0:1.8.0 10 Wh\n");
        Assert.Equal(("B", "M", ListShape.Pairs, 2), (tables[1].Name, tables[1].Maker!, tables[1].Shape, tables[1].Evidence));
        Assert.Equal([0, 1], tables[1].Values.Select(value => value.Scales[0].Exponent));
        Assert.Equal(0, tables[0].Values[1].Scales[0].Exponent);
    }

    [Theory]
    [InlineData("u32 1-0:1.8.0 1 \u001B[2JWh")]
    [InlineData("\u0000\u0007")]
    public void What_a_file_holds_comes_into_a_message_without_control_characters(string line)
    {
        ListTableException fault = Assert.Throws<ListTableException>(() => ListTableReader.Read("x.list", $"list A\nshape positions\n{line}\n"));
        Assert.DoesNotContain(fault.Message, char.IsControl);
    }

    [Fact]
    public void A_message_shows_no_more_of_a_long_line_than_a_person_reads()
    {
        ListTableException fault = Assert.Throws<ListTableException>(() => ListTableReader.Read("x.list", $"list A\nshape {new string('x', 50_000)}\n"));
        Assert.StartsWith("x.list, line 2", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 1, 500);
    }

    [Fact]
    public void A_file_longer_than_any_and_a_name_longer_than_any_are_refused()
    {
        Assert.Contains("256 KiB", Assert.Throws<ListTableException>(() => ListTableReader.Read("x.list", new string('#', ListTableReader.LongestFile + 1))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 80", Assert.Throws<ListTableException>(() => ListTableReader.Read("x.list", $"list {new string('n', 81)}\n")).Message, StringComparison.Ordinal);
    }
}
