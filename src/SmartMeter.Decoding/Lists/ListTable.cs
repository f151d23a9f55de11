using SmartMeter.Decoding.Dlms;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>How a list names its values.</summary>
public enum ListShape : byte
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

/// <summary>What a text of the payload must be.</summary>
/// <param name="Text">The text, or its start.</param>
/// <param name="StartOnly">True: it must start so.</param>
internal sealed record TextCondition(string Text, bool StartOnly)
{
    public bool Holds(string? actual) =>
        actual is not null && (StartOnly ? actual.StartsWith(Text, StringComparison.Ordinal) : actual == Text);
}

/// <summary>A scale and unit that a value may have.</summary>
/// <param name="Exponent">The power of ten that one digit on the wire counts, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit.</param>
internal sealed record ListScale(int Exponent, WireUnit Unit);

/// <summary>One value of a list.</summary>
/// <param name="Types">The A-XDR types it may have; empty: any.</param>
/// <param name="Code">The code; null: a value of no known meaning.</param>
/// <param name="Scales">Its scales: one, or several of which the window decides. Empty: needs none (texts, counts, clocks).</param>
/// <param name="Condition">What its text must be.</param>
/// <param name="Window">The canonical values that are plausible; zero is, always: a phase may be off.</param>
internal sealed record ListValue(
    IReadOnlyList<AxdrTag> Types, ObisCode? Code, IReadOnlyList<ListScale> Scales, TextCondition? Condition, (decimal Low, decimal High)? Window);

/// <summary>One code that is the sum of others.</summary>
internal sealed record ListInvariant(ObisCode Sum, IReadOnlyList<ObisCode> Parts);

/// <summary>A maker's list, as its table in Lists/Tables tells it.</summary>
internal sealed record ListTable(
    string Name,
    string? Maker,
    ListShape Shape,
    TextCondition? Version,
    IReadOnlyList<(ObisCode Code, TextCondition Condition)> When,
    IReadOnlyList<ListValue> Values,
    IReadOnlyList<ListInvariant> Invariants,
    bool StandardTimeAllYear,
    string Origin)
{
    /// <summary>How much the table asks of a payload: of two that fit, the one that asks more is meant.</summary>
    public int Specificity =>
        (Version is null ? 0 : 1) + When.Count + Invariants.Count + Values.Count(value => value.Condition is not null) + Values.Count(value => value.Window is not null);
}
