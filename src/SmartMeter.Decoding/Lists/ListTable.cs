using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>How a list names its values.</summary>
internal enum ListShape : byte
{
    /// <summary>Code, value, scaler and unit all stand in the payload; the table only knows the maker.</summary>
    Described,

    /// <summary>Code and value stand in pairs; scale and unit come from the table.</summary>
    Pairs,

    /// <summary>A list of objects comes first and the values follow in its order; scale and unit come from the table.</summary>
    Objects,

    /// <summary>Values alone: code, scale and unit come from the table, by position.</summary>
    Positions,
}

/// <summary>A scale and unit that a value may have.</summary>
/// <param name="Exponent">The power of ten that one digit on the wire counts, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit.</param>
internal sealed record ListScale(int Exponent, WireUnit Unit);

/// <summary>The canonical values that are plausible. Zero is, always: a phase may be off.</summary>
internal sealed record PlausibleWindow(decimal Low, decimal High)
{
    public bool Holds(decimal value) => value == 0 || (value >= Low && value <= High);
}

/// <summary>One value of a list.</summary>
internal sealed class ListValue
{
    public required ListType Type { get; init; }

    /// <summary>The code; null: a value of no known meaning.</summary>
    public ObisCode? Code { get; init; }

    /// <summary>Its scales: one, or several of which the window decides. Empty: it needs none (texts, counts, clocks), or nobody knows it.</summary>
    public ListScale[] Scales { get; init; } = [];

    public PlausibleWindow? Window { get; init; }

    /// <summary>What its text must be.</summary>
    public TextPattern? Text { get; init; }

    /// <summary>Its text names the meter.</summary>
    public bool NamesTheMeter { get; init; }

    /// <summary>How many of the text's last characters name the meter; 0: all.</summary>
    public int NameLength { get; init; }
}

/// <summary>The numbers of a payload, as they are on the wire.</summary>
internal interface IWireNumbers
{
    /// <summary>The number under a code; false where it is not there, or none.</summary>
    bool TryFind(ObisCode code, out decimal number);
}

/// <summary>One code that is the sum of others, but for what each of them was rounded by.</summary>
internal sealed record ListInvariant(ObisCode Sum, ObisCode[] Parts)
{
    public bool Holds<TNumbers>(TNumbers numbers)
        where TNumbers : struct, IWireNumbers
    {
        decimal sum = 0;
        foreach (ObisCode part in Parts)
        {
            if (!numbers.TryFind(part, out decimal number))
                return false;
            sum += number;
        }
        return numbers.TryFind(Sum, out decimal total) && Math.Abs(total - sum) <= Parts.Length;
    }
}

/// <summary>What the text under a code must be.</summary>
/// <param name="Code">The code.</param>
/// <param name="Text">Its text; null: the payload must not hold the code.</param>
internal sealed record ListCondition(ObisCode Code, TextPattern? Text);

/// <summary>A maker's list, as its table in Lists/Tables tells it.</summary>
internal sealed class ListTable
{
    private readonly Dictionary<ObisCode, ListValue[]> _byCode;

    public ListTable(IReadOnlyList<ListValue> values)
    {
        Values = [.. values];
        _byCode = Values.Where(value => value.Code is not null)
            .GroupBy(value => Catalogue.Normal(value.Code!.Value))
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    public required string Name { get; init; }

    public string? Maker { get; init; }

    public required ListShape Shape { get; init; }

    /// <summary>The text that names the list in the payload.</summary>
    public TextPattern? Version { get; init; }

    public ListCondition[] When { get; init; } = [];

    /// <summary>The push setup that heads the list of objects.</summary>
    public ObisCode? PushSetup { get; init; }

    /// <summary>The push comes ciphered, under a system title of this maker.</summary>
    public bool Ciphered { get; init; }

    /// <summary>The date-time in the notification's head is written as a tagged octet-string (<c>09 0C</c>).</summary>
    public bool OctetStringHead { get; init; }

    /// <summary>The codes stand in untagged attribute descriptors.</summary>
    public bool AttributeDescriptors { get; init; }

    public ListInvariant[] Invariants { get; init; } = [];

    /// <summary>The meter keeps standard time all year and does not say so.</summary>
    public bool StandardTimeAllYear { get; init; }

    /// <summary>Another list of the same meter carries its number: what stands in this one by position names no meter; by code, none may stand in it.</summary>
    public bool IdElsewhere { get; init; }

    /// <summary>Telegrams of it, and what is to be read from them.</summary>
    public ListExample[] Examples { get; init; } = [];

    /// <summary>The file it comes from.</summary>
    public required string Origin { get; init; }

    public ListValue[] Values { get; }

    /// <summary>
    /// What the table asks of a payload beyond types and order: of two that fit, the one that asks more is meant. A table that asks nothing
    /// would name lists by their length: it counts only for a source whose user says that it is meant.
    /// </summary>
    public int Evidence
    {
        get
        {
            int asked = When.Length + Invariants.Length;
            asked += (Version is null ? 0 : 1) + (PushSetup is null ? 0 : 1);
            asked += (Ciphered ? 1 : 0) + (OctetStringHead ? 1 : 0) + (AttributeDescriptors ? 1 : 0);
            foreach (ListValue value in Values)
                asked += value.Text is null ? 0 : 1;
            return asked;
        }
    }

    /// <summary>True where every code that is a sum is the sum of its parts.</summary>
    public bool SumsFit<TNumbers>(TNumbers numbers)
        where TNumbers : struct, IWireNumbers
    {
        foreach (ListInvariant invariant in Invariants)
        {
            if (!invariant.Holds(numbers))
                return false;
        }
        return true;
    }

    /// <summary>The value under this code, in the type it came in; 1-1 and 1-0 are one.</summary>
    public ListValue? Find(ObisCode code, AxdrTag tag)
    {
        if (!_byCode.TryGetValue(Catalogue.Normal(code), out ListValue[]? values))
            return null;
        foreach (ListValue value in values)
        {
            if (value.Type.Has(tag))
                return value;
        }
        return null;
    }
}
