using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Axdr;

namespace SmartMeter.Decoding.Tests.Lists;

/// <summary>No list is ever named wrongly: over all tables of payloads that hold their codes, with payloads that fit and payloads that almost do.</summary>
public class CodedSignatureTests
{
    private const int Rounds = 50;
    private const string Foreign = "Q1";

    // A text for each pattern in the tables; the first that fits is taken.
    private static readonly string[] Texts =
    [
        "KFM_001", "Kamstrup_V0001", "AIDON_V0001", "EMBRIQ_V1_1", "ISK1030700000042", "LGZ1030000000042", "6841121BN243101040", "6851131BN243101010", "T2",
    ];

    // What keeps a payload that fits a table from fitting one that asks more.
    private static readonly Dictionary<string, (ObisCode Code, string Text)> Beside = new()
    {
        ["Kamstrup_V0001, registers of unknown scale"] = (ObisCode.Parse("1-1:96.1.1"), "6841131BN245101092"),
    };

    private sealed record Item(ObisCode Code, byte[] Value);

    public static TheoryData<string> Names => [.. Tables.Select(table => table.Name)];

    private static ListTable[] Tables => ListCatalogue.BuiltIn.WithCodes;

    private static ListTable Table(string name) => Tables.Single(table => table.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_payload_that_fits_is_named_whatever_its_order(string name) => EachRound(name, (table, random) =>
    {
        Item[] items = Items(table, random);
        random.Shuffle(items);
        Assert.Equal(name, Named(table, items, TextOf(table.Version)));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void With_foreign_texts_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        Item[] items = Items(table, random);
        if (table.Version is not null)
            Assert.Null(Named(table, items, Foreign));
        foreach (ListCondition condition in table.When)
            Assert.NotEqual(name, Named(table, [.. items.Where(item => item.Code != condition.Code), new(condition.Code, AxdrBytes.Text(Foreign))], TextOf(table.Version)));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void With_as_many_other_codes_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        Item[] others = [.. Items(table, random).Select((item, index) => item with { Code = new ObisCode(1, 0, 99, 50, (byte)index) })];
        if (table.Version is not null)
            Assert.Null(Named(table, others, null));
        else if (table.When.Any(condition => condition.Text is not null))
            Assert.NotEqual(name, Named(table, others, null));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void With_sums_that_do_not_add_up_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        foreach (ListInvariant invariant in table.Invariants)
        {
            Item[] items = [.. Items(table, random).Select(item => item.Code == invariant.Sum ? item with { Value = AxdrBytes.U32(1_000_000) } : item)];
            Assert.Null(Named(table, items, TextOf(table.Version)));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_another_shape_or_ciphered_by_another_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        Item[] items = Items(table, random);
        foreach (ListShape shape in (ListShape[])[ListShape.Described, ListShape.Pairs, ListShape.Objects])
        {
            if (shape != table.Shape)
                Assert.NotEqual(name, Named(Body(shape, descriptors: false, table.PushSetup, items, TextOf(table.Version)), Traits(table)));
        }
        if (table.Ciphered)
            Assert.NotEqual(name, Named(Body(table, items, TextOf(table.Version)), Traits(table) with { CipheredBy = "Another" }));
        if (table.AttributeDescriptors)
            Assert.NotEqual(name, Named(Body(table.Shape, descriptors: false, null, items, null), Traits(table) with { AttributeDescriptors = false }));
    });

    private static void EachRound(string name, Action<ListTable, Random> check)
    {
        for (int seed = 0; seed < Rounds; seed++)
            check(Table(name), new Random(seed));
    }

    private static PushTraits Traits(ListTable table) => new(table.OctetStringHead, table.AttributeDescriptors, table.Ciphered ? table.Maker : null);

    private static string? Named(ListTable table, Item[] items, string? version) => Named(Body(table, items, version), Traits(table));

    private static string? Named(byte[] body, PushTraits traits)
    {
        AxdrDocument document = new();
        Assert.True(document.TryReadWhole(body));
        TextPool texts = new();
        CosemValue cosem = new(texts, new MeterClock(null));
        RegisterEntries entries = new();
        entries.Find(document);
        BestFit best = new EntryList(ListCatalogue.BuiltIn, bound: null, new ListValueReader(cosem, texts), cosem).Find(document, entries, traits);
        Assert.Null(best.Rivals);
        return best.Table?.Name;
    }

    private static byte[] Body(ListTable table, Item[] items, string? version) => Body(table.Shape, table.AttributeDescriptors, table.PushSetup, items, version);

    private static byte[] Body(ListShape shape, bool descriptors, ObisCode? pushSetup, Item[] items, string? version)
    {
        (string Code, byte[] Value)[] pairs = [.. version is null ? [] : ((string, byte[])[])[("1-1:0.2.129", AxdrBytes.Visible(version))], .. items.Select(item => (item.Code.ToString(), item.Value))];
        return shape switch
        {
            ListShape.Objects => AxdrBytes.Objects((pushSetup ?? ObisCode.Parse("0-3:25.9.0")).ToString(), pairs),
            ListShape.Described => AxdrBytes.Array([.. pairs.Select(pair => AxdrBytes.Structure(AxdrBytes.Code(pair.Code), pair.Value, AxdrBytes.ScalerUnit(0, 27)))]),
            _ when descriptors => AxdrBytes.Array([.. pairs.Select(pair => AxdrBytes.Descriptor(pair.Code, pair.Value))]),
            _ => AxdrBytes.Structure(AxdrBytes.Pairs(pairs)),
        };
    }

    private static Item[] Items(ListTable table, Random random)
    {
        List<Item> items = [.. table.When.Where(condition => condition.Text is not null).Select(condition => new Item(condition.Code, AxdrBytes.Text(TextOf(condition.Text)!)))];
        if (Beside.TryGetValue(table.Name, out (ObisCode Code, string Text) beside))
            items.Add(new Item(beside.Code, AxdrBytes.Text(beside.Text)));
        foreach (ObisCode code in table.Values.Select(value => value.Code!.Value).Distinct())
            items.Add(new Item(code, AxdrBytes.U32((uint)random.Next(1, 1000))));
        if (items.Count == 0)
            items.Add(new Item(ObisCode.Parse("1-0:1.7.0"), AxdrBytes.U32(5)));
        foreach (ListInvariant invariant in table.Invariants)
        {
            uint sum = (uint)invariant.Parts.Sum(part => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(items.Single(item => item.Code == part).Value.AsSpan(1)));
            items[items.FindIndex(item => item.Code == invariant.Sum)] = new Item(invariant.Sum, AxdrBytes.U32(sum));
        }
        return [.. items];
    }

    private static string? TextOf(TextPattern? pattern) => pattern is null ? null : Texts.First(text => pattern.Holds(text));
}
