using System.Buffers.Binary;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Dlms;

/// <summary>The tags of A-XDR data (IEC 62056-6-2, 4.1.5; IEC 61334-6).</summary>
internal enum AxdrTag : byte
{
    Null = 0x00,
    Array = 0x01,
    Structure = 0x02,
    Boolean = 0x03,
    BitString = 0x04,
    Int32 = 0x05,
    UInt32 = 0x06,
    OctetString = 0x09,
    VisibleString = 0x0A,
    Int8 = 0x0F,
    Int16 = 0x10,
    UInt8 = 0x11,
    UInt16 = 0x12,
    Int64 = 0x14,
    UInt64 = 0x15,
    Enum = 0x16,
}

/// <summary>Writes COSEM data in A-XDR, and keeps beside it what each value means.</summary>
internal sealed class CosemWriter
{
    private readonly List<byte> _bytes = [];
    private readonly List<ExpectedValue> _values = [];

    public IReadOnlyList<ExpectedValue> Values => _values;

    public byte[] ToArray() => [.. _bytes];

    public CosemWriter Array(int elements) => Tagged(AxdrTag.Array, elements);

    public CosemWriter Structure(int elements) => Tagged(AxdrTag.Structure, elements);

    public CosemWriter Null()
    {
        _bytes.Add((byte)AxdrTag.Null);
        return this;
    }

    /// <summary>Octets or characters behind a length.</summary>
    public CosemWriter String(AxdrTag tag, ReadOnlySpan<byte> octets)
    {
        Tagged(tag, octets.Length);
        _bytes.AddRange(octets);
        return this;
    }

    /// <summary>A number of fixed size, in the size of its tag.</summary>
    public CosemWriter Number(AxdrTag tag, long value)
    {
        int size = tag switch
        {
            AxdrTag.Boolean or AxdrTag.Int8 or AxdrTag.UInt8 or AxdrTag.Enum => 1,
            AxdrTag.Int16 or AxdrTag.UInt16 => 2,
            AxdrTag.Int32 or AxdrTag.UInt32 => 4,
            AxdrTag.Int64 or AxdrTag.UInt64 => 8,
            _ => throw new ArgumentOutOfRangeException(nameof(tag)),
        };
        if (!Fits(tag, value))
            throw new ArgumentOutOfRangeException(nameof(value), $"{value} does not fit {tag}");
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, value);
        _bytes.Add((byte)tag);
        _bytes.AddRange(octets[^size..]);
        return this;
    }

    /// <summary>A logical name: an octet-string of six.</summary>
    public CosemWriter Name(ObisCode code) => String(AxdrTag.OctetString, [code.A, code.B, code.C, code.D, code.E, code.F]);

    /// <summary>A COSEM attribute descriptor without type tags (IEC 62056-5-3): class, logical name, attribute 2.</summary>
    public CosemWriter Descriptor(byte objectClass, ObisCode code)
    {
        _bytes.AddRange([0, objectClass, code.A, code.B, code.C, code.D, code.E, code.F, 2]);
        return this;
    }

    /// <summary>A text that stands for <paramref name="code"/>.</summary>
    public CosemWriter Text(ObisCode code, AxdrTag tag, string text)
    {
        Expect(new ExpectedValue(code) { Text = text });
        return String(tag, Encoding.ASCII.GetBytes(text));
    }

    /// <summary>A date-time in an octet-string that stands for <paramref name="code"/>.</summary>
    public CosemWriter Time(ObisCode code, CosemDateTime time)
    {
        Expect(new ExpectedValue(code) { Time = time.Local });
        return String(AxdrTag.OctetString, time.Octets());
    }

    /// <summary>A number that stands for <paramref name="code"/>; it counts in 10^<paramref name="scaler"/> of <paramref name="unit"/>, which is not written.</summary>
    public CosemWriter Value(ObisCode code, AxdrTag tag, long value, int scaler = 0, CosemUnit unit = CosemUnit.None)
    {
        (Unit canonical, int exponent) = unit.Canonical();
        Expect(ExpectedValue.Scaled(code, value, scaler + exponent, canonical));
        return Number(tag, value);
    }

    /// <summary>A structure of scaler and unit.</summary>
    public CosemWriter ScalerUnit(int scaler, CosemUnit unit) =>
        Structure(2).Number(AxdrTag.Int8, scaler).Number(AxdrTag.Enum, (byte)unit);

    public void Expect(ExpectedValue value) => _values.Add(value);

    private CosemWriter Tagged(AxdrTag tag, int length)
    {
        _bytes.Add((byte)tag);
        _bytes.AddRange(BerLength.Octets(length));
        return this;
    }

    private static bool Fits(AxdrTag tag, long value) => tag switch
    {
        AxdrTag.Boolean => value is 0 or 1,
        AxdrTag.Int8 => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        AxdrTag.UInt8 or AxdrTag.Enum => value is >= 0 and <= byte.MaxValue,
        AxdrTag.Int16 => value is >= short.MinValue and <= short.MaxValue,
        AxdrTag.UInt16 => value is >= 0 and <= ushort.MaxValue,
        AxdrTag.Int32 => value is >= int.MinValue and <= int.MaxValue,
        AxdrTag.UInt32 => value is >= 0 and <= uint.MaxValue,
        AxdrTag.UInt64 => value >= 0,
        _ => true,
    };
}
