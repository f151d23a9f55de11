using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>A telegram that stands in a list's table, and what must be read from it.</summary>
internal sealed class ListExample(TableLine line)
{
    private readonly List<byte> _octets = [];

    /// <summary>
    /// A data-notification in the clear, from its tag <c>0F</c> on, also where the meter ciphers it; or, from a meter that does not, the frames as
    /// they came in.
    /// </summary>
    public byte[] Octets => [.. _octets];

    public List<ListExpectation> Expectations { get; } = [];

    /// <summary>Takes in one more line of it.</summary>
    public void Add(TableLine more)
    {
        try
        {
            _octets.AddRange(Convert.FromHexString(more.Rest(1).Replace(" ", "", StringComparison.Ordinal)));
        }
        catch (FormatException)
        {
            throw more.Fault("`example` wants pairs of hex digits");
        }
    }

    public ListTableException Fault(string what) => line.Fault(what);
}

/// <summary>What a value of an example must be: <c>expect CODE = VALUE UNIT</c>, or <c>expect id = NAME</c> for the meter's own number.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Code">The code; null: the meter's number.</param>
/// <param name="Value">The value as `decode` shows it, its unit behind it; <c>?</c> for the unit where nobody knows the scale.</param>
internal sealed record ListExpectation(TableLine Line, ObisCode? Code, string Value)
{
    public static ListExpectation Read(TableLine line)
    {
        if (line[2] != "=")
            throw line.Fault($"`{line[2]}` stands where `= VALUE UNIT` belongs");
        return new ListExpectation(line, line[1] == "id" ? null : line.Code(1), line.Rest(3));
    }
}
