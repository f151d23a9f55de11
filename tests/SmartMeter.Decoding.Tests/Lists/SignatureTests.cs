using System.Globalization;
using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Axdr;

namespace SmartMeter.Decoding.Tests.Lists;

/// <summary>No list is ever named wrongly: over all tables of values alone, with payloads that fit and payloads that almost do.</summary>
public class SignatureTests
{
    private const int Rounds = 200;

    private static readonly byte[][] Elements =
    [
        AxdrBytes.U8(7), AxdrBytes.U16(700), AxdrBytes.U32(70_000), AxdrBytes.I16(-7), AxdrBytes.I64(7), AxdrBytes.Enum(1), AxdrBytes.Bool(true), AxdrBytes.Text("foreign"), AxdrBytes.Clock, AxdrBytes.Null,
        AxdrBytes.Array(AxdrBytes.U16(1)),
    ];

    public static TheoryData<string> Names => [.. Tables.Select(table => table.Name)];

    private static IEnumerable<ListTable> Tables => ListCatalogue.BuiltIn.Tables.Where(table => table.Shape == ListShape.Positions);

    private static ListTable Table(string name) => Tables.Single(table => table.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_payload_that_fits_is_named(string name) => EachRound(name, (table, random) => Assert.Equal(name, Named(table, Payload(table, random))));

    [Theory]
    [MemberData(nameof(Names))]
    public void With_positions_shuffled_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        byte[][] payload = Payload(table, random), shuffled = [.. payload];
        random.Shuffle(shuffled);
        if (!payload.Select(element => element[0]).SequenceEqual(shuffled.Select(element => element[0])))
            Assert.Null(Named(table, shuffled));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void With_as_many_other_values_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        byte[][] others = random.GetItems(Elements, table.Values.Length);
        if (!others.Zip(table.Values).All(pair => pair.Second.Type.Has((AxdrTag)pair.First[0])))
            Assert.Null(Named(table, others));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void With_foreign_texts_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        byte[][] payload = Payload(table, random);
        for (int i = 0; i < payload.Length; i++)
        {
            if (table.Values[i].Text is null)
                continue;
            byte[][] foreign = [.. payload];
            foreign[i] = AxdrBytes.Text("Q" + random.Next(1_000_000).ToString(CultureInfo.InvariantCulture));
            Assert.Null(Named(table, foreign));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void With_sums_that_do_not_add_up_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        foreach (ListInvariant invariant in table.Invariants)
        {
            byte[][] payload = Payload(table, random);
            int sum = Array.FindIndex(table.Values, value => value.Code == invariant.Sum);
            payload[sum] = AxdrBytes.U32(Number(payload[sum]) + (uint)random.Next(invariant.Parts.Length + 1, 1000));
            Assert.Null(Named(table, payload));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void With_implausible_sizes_it_is_not(string name) => EachRound(name, (table, random) =>
    {
        byte[][] payload = Payload(table, random);
        for (int i = 0; i < payload.Length; i++)
        {
            if (table.Values[i].Window is null)
                continue;
            byte[][] implausible = [.. payload];
            implausible[i] = Encoded((AxdrTag)payload[i][0], payload[i][0] == (byte)AxdrTag.LongUnsigned ? 60_000u : 4_000_000_000u);
            Assert.Null(Named(table, implausible));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Ciphered_by_another_or_with_another_head_it_is_not(string name)
    {
        ListTable table = Table(name);
        byte[][] payload = Payload(table, new Random(1));
        if (table.Ciphered)
        {
            Assert.Null(Named(payload, new PushTraits(OctetStringHead: true, AttributeDescriptors: true, CipheredBy: "Another")));
            Assert.Null(Named(payload, new PushTraits(OctetStringHead: true, AttributeDescriptors: true, CipheredBy: null)));
        }
        if (table.OctetStringHead)
            Assert.Null(Named(payload, new PushTraits(OctetStringHead: false, AttributeDescriptors: false, CipheredBy: table.Maker)));
    }

    private static void EachRound(string name, Action<ListTable, Random> check)
    {
        for (int seed = 0; seed < Rounds; seed++)
            check(Table(name), new Random(seed));
    }

    private static string? Named(ListTable table, byte[][] payload) =>
        Named(payload, new PushTraits(table.OctetStringHead, table.AttributeDescriptors, table.Ciphered ? table.Maker : null));

    private static string? Named(byte[][] payload, PushTraits traits)
    {
        AxdrDocument document = new();
        Assert.True(document.TryReadWhole(AxdrBytes.Structure(payload)));
        TextPool texts = new();
        PositionList positions = new(ListCatalogue.BuiltIn, bound: null, new ListValueReader(new CosemValue(texts, new MeterClock(null)), texts));
        BestFit best = positions.Find(document, traits);
        Assert.Null(best.Rivals);
        return best.Table?.Name;
    }

    private static byte[][] Payload(ListTable table, Random random)
    {
        byte[][] payload = [.. table.Values.Select(value => Element(table, value, random))];
        foreach (ListInvariant invariant in table.Invariants)
        {
            uint sum = 0;
            foreach (ObisCode part in invariant.Parts)
                sum += Number(payload[Array.FindIndex(table.Values, value => value.Code == part)]);
            payload[Array.FindIndex(table.Values, value => value.Code == invariant.Sum)] = AxdrBytes.U32(sum);
        }
        return payload;
    }

    private static byte[] Element(ListTable table, ListValue value, Random random) => value.Type.Form switch
    {
        ListForm.Text => AxdrBytes.Text(value.Text is null ? "foreign" : ExampleOf(table, value)),
        ListForm.DateTime => AxdrBytes.Clock,
        ListForm.Date => AxdrBytes.Octets(7, 0xEA, 11, 22, 7),
        ListForm.Time => AxdrBytes.Octets((byte)random.Next(24), (byte)random.Next(60), (byte)random.Next(60), 0),
        _ => Encoded(System.Enum.GetValues<AxdrTag>().First(value.Type.Has), Raw(value, random)),
    };

    // What its own example has there.
    private static string ExampleOf(ListTable table, ListValue value) =>
        table.Examples.SelectMany(example => example.Expectations).First(expected => expected.Code == value.Code).Value;

    // The first of the scales, and anything plausible.
    private static uint Raw(ListValue value, Random random)
    {
        if (value.Window is null)
            return (uint)random.Next(1, 10_000);
        ListScale scale = value.Scales[0];
        Assert.True(ExactNumber.TryScale(random.Next((int)value.Window.Low, (int)value.Window.High), -(scale.Exponent + scale.Unit.Exponent), out decimal raw));
        return (uint)raw;
    }

    private static byte[] Encoded(AxdrTag tag, uint number) => tag switch
    {
        AxdrTag.DoubleLongUnsigned => AxdrBytes.U32(number),
        AxdrTag.LongUnsigned => AxdrBytes.U16((ushort)number),
        AxdrTag.Unsigned => AxdrBytes.U8((byte)number),
        AxdrTag.Enum => AxdrBytes.Enum((byte)(number % 4)),
        AxdrTag.Boolean => AxdrBytes.Bool(number % 2 == 1),
        AxdrTag.OctetString => AxdrBytes.Octets(0, (byte)number),
        AxdrTag.Array => AxdrBytes.Array(AxdrBytes.U16((ushort)number)),
        _ => throw new NotSupportedException($"a table has the type {tag}, which this test does not build yet"),
    };

    private static uint Number(byte[] element) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(element.AsSpan(1));
}
