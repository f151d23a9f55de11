using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Sml;

/// <summary>The entries of an SML value list (<c>name status time unit scaler value signature</c>), and what each means.</summary>
internal sealed class SmlEntries
{
    private readonly List<byte[]> _entries = [];
    private readonly List<ExpectedValue> _values = [];

    public IReadOnlyList<byte[]> Entries => _entries;

    public IReadOnlyList<ExpectedValue> Values => _values;

    /// <summary>A number in 10^<paramref name="scaler"/> of <paramref name="unit"/>, signed, in <paramref name="size"/> octets.</summary>
    public SmlEntries Number(string code, long value, int scaler, CosemUnit unit, int size, uint? status = null)
    {
        Expect(code, value, scaler, unit);
        SmlWriter entry = Start(code);
        if (status is uint word)
            entry.Unsigned(word, 3);
        else
            entry.Absent();
        return Add(entry.Absent().Unsigned((byte)unit, 1).Integer(scaler, 1).Integer(value, size));
    }

    /// <summary>A number that is not sent, but follows from what is.</summary>
    public void Expect(string code, long value, int scaler, CosemUnit unit)
    {
        (Unit canonical, int exponent) = unit.Canonical();
        _values.Add(ExpectedValue.Scaled(ObisCode.Parse(code), value, scaler + exponent, canonical));
    }

    /// <summary>Printable octets.</summary>
    public SmlEntries Text(string code, string text)
    {
        _values.Add(new ExpectedValue(ObisCode.Parse(code)) { Text = text });
        return Octets(code, Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Octets that are no text, expected in hexadecimal.</summary>
    public SmlEntries Binary(string code, byte[] octets)
    {
        _values.Add(new ExpectedValue(ObisCode.Parse(code)) { Text = Convert.ToHexStringLower(octets) });
        return Octets(code, octets);
    }

    private SmlEntries Octets(string code, byte[] octets) =>
        Add(Start(code).Absent().Absent().Absent().Absent().OctetString(octets));

    private static SmlWriter Start(string code)
    {
        ObisCode name = ObisCode.Parse(code);
        return new SmlWriter().List(7).OctetString([name.A, name.B, name.C, name.D, name.E, name.F]);
    }

    private SmlEntries Add(SmlWriter entry)
    {
        _entries.Add(entry.Absent().ToArray());
        return this;
    }
}
