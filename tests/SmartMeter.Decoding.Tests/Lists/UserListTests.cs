using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

/// <summary>What CONTRIBUTING.md promises: a new meter is one table with its example.</summary>
public class UserListTests
{
    private static readonly byte[] Payload =
        Structure(Text("EX3000042"), Clock, U32(1250), U16(2304), I16(-543), U32(70_000), U32(30_000), U32(40_000), U8(1));

    [Fact]
    public void A_meter_is_added_by_one_table_in_a_folder_and_nothing_else()
    {
        Decode(Push(Payload)).IsUnknown("structure[9]{octets 455833303030303432");

        DirectoryInfo folder = Directory.CreateTempSubdirectory("lists");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Lists", "example.list"), Path.Combine(folder.FullName, "example.list"));
        ListCatalogue lists = ListCatalogue.BuiltIn;
        foreach (FileInfo file in folder.EnumerateFiles("*.list"))
            lists = lists.With(file.Name, File.ReadAllText(file.FullName));
        folder.Delete(recursive: true);
        ListExamples.Check(lists);

        Decoded decoded = Decode(Push(Payload), lists);
        decoded.IsRead("Example EX-3", "EX3000042", "1-0:1.7.0 = 1250 W", "1-0:32.7.0 = 230.4 V", "1-0:31.7.0 = -5.43 A", "1-0:1.8.0 = 70.000 kWh",
            "1-0:1.8.2 = 40.000 kWh", "0-0:1.0.0 = 2026-11-22T08:00:00+01:00");
        Assert.Equal("Example", decoded.Only().Manufacturer);
    }

    private const string Numbers = "list Two numbers\nshape positions\nu32 1-0:1.8.0 1 Wh within 4000000..9000000\nu32 1-0:2.8.0 1 Wh\n";

    [Fact]
    public void A_list_that_nothing_but_its_length_tells_counts_where_the_user_says_that_it_is_sent()
    {
        ListCatalogue lists = ListCatalogue.BuiltIn.With("two.list", Numbers);
        byte[] push = Push(Structure(U32(4_321_000), U32(250)));
        Decode(push, lists).IsUnknown("where it is Two numbers (two.list), say so by the option `list` of the source");
        Decoded.From(push, new DecoderOptions { Lists = lists, List = "Two numbers" }).IsRead("Two numbers", null, "1-0:1.8.0 = 4321.000 kWh", "1-0:2.8.0 = 0.250 kWh");
    }

    [Fact]
    public void Bound_to_a_source_a_list_still_has_to_fit()
    {
        DecoderOptions options = new() { Lists = ListCatalogue.BuiltIn.With("two.list", Numbers), List = "Two numbers" };
        Decoded.From(Push(Structure(U32(4_321), U32(250))), options).IsUnknown("structure[2]");
        Decoded.From(Push(Structure(U32(4_321_000), U16(250))), options).IsUnknown("structure[2]");
    }

    [Theory]
    [InlineData(2304, "230.4 V")]
    [InlineData(90, "90 V")]
    [InlineData(150, "150 ?")]
    [InlineData(299, "299 ?")]
    public void Where_two_scales_are_plausible_neither_is_believed(int sent, string read)
    {
        ListCatalogue lists = ListCatalogue.BuiltIn.With("two.list", "list Two scales\nshape positions\ntext 0-0:96.1.0 = EX*\nu16 1-0:32.7.0 1 V or 0.1 V within 10..300\n");
        Decode(Push(Structure(Text("EX3000042"), U16((ushort)sent))), lists).IsRead("Two scales", "EX3000042", $"1-0:32.7.0 = {read}");
    }

    [Fact]
    public void Two_lists_that_fit_equally_name_none()
    {
        ListCatalogue lists = ListCatalogue.BuiltIn
            .With("one.list", "list One\nshape positions\ntext 0-0:96.1.0 = EX3*\nu32 1-0:1.7.0 1 W\n")
            .With("two.list", "list Two\nshape positions\ntext 0-0:96.1.0 = EX*\nu32 1-0:2.7.0 1 W\n");
        Decode(Push(Structure(Text("EX3000042"), U32(5))), lists).IsUnknown("One (one.list) and Two (two.list) fit equally: structure[2]");
    }

    [Fact]
    public void Two_lists_of_pairs_that_fit_equally_name_none()
    {
        ListCatalogue lists = ListCatalogue.BuiltIn
            .With("one.list", "list One\nshape pairs\nwhen 0-0:96.1.0 = EX3*\nu32 1-0:1.7.0 1 W\n")
            .With("two.list", "list Two\nshape pairs\nwhen 0-0:96.1.0 = EX*\nu32 1-0:1.7.0 10 W\n");
        Decode(Push(Structure(Pairs(("0-0:96.1.0", Text("EX3000042")), ("1-0:1.7.0", U32(5))))), lists).IsUnknown("fit equally");
    }

    [Fact]
    public void Of_two_lists_that_fit_the_one_that_asks_more_is_meant()
    {
        ListCatalogue lists = ListCatalogue.BuiltIn
            .With("one.list", "list One\nshape positions\ntext 0-0:96.1.0 = EX3*\nu32 1-0:1.7.0 1 W\n")
            .With("two.list", "list Two\nshape positions\nhead octet-string\ntext 0-0:96.1.0 = EX3*\nu32 1-0:2.7.0 1 W\n");
        byte[] body = Structure(Text("EX3000042"), U32(5));
        Decode(Push(body), lists).IsRead("One", "EX3000042", "1-0:1.7.0 = 5 W");
        Decode(Push(body, octetStringHead: true), lists).IsRead("Two", "EX3000042", "1-0:2.7.0 = 5 W");
    }

    [Fact]
    public void A_list_named_like_a_built_in_one_takes_its_place()
    {
        ListCatalogue lists = ListCatalogue.BuiltIn.With("mine.list", "list KFM_001 list 1\nmaker Mine\nshape positions\nhead octet-string\nu32 1-0:2.7.0 1 W\n");
        Decode(Push(Structure(U32(5)), octetStringHead: true), lists).IsRead("KFM_001 list 1", null, "1-0:2.7.0 = 5 W");
    }

    [Fact]
    public void Two_files_may_not_have_the_same_list()
    {
        const string table = "list One\nshape positions\ntext 0-0:96.1.0 = EX3*\n";
        ListTableException fault = Assert.Throws<ListTableException>(() => ListCatalogue.BuiltIn.With("one.list", table).With("two.list", table));
        Assert.Equal("two.list: list One is in one.list already", fault.Message);
    }
}
