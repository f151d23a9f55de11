namespace SmartMeter.Simulation.Sml;

/// <summary>
/// Writes SML's binary form (BSI TR-03109-1, annex IV, 5): a type-length octet, or several for lengths past 15, before each element; the length counts
/// the type-length octets too, but for lists the elements alone.
/// </summary>
internal sealed class SmlWriter
{
    private const byte OctetStringType = 0x0, IntegerType = 0x5, UnsignedType = 0x6, ListType = 0x7;
    private const byte Optional = 0x01, More = 0x80;

    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public SmlWriter List(int elements)
    {
        _bytes.Add((byte)((ListType << 4) | elements));
        return this;
    }

    /// <summary>An optional element that is not there.</summary>
    public SmlWriter Absent()
    {
        _bytes.Add(Optional);
        return this;
    }

    public SmlWriter OctetString(ReadOnlySpan<byte> octets)
    {
        int length = octets.Length + 1;
        if (length <= 15)
        {
            _bytes.Add((byte)length);
        }
        else
        {
            length++;
            _bytes.Add((byte)(More | (OctetStringType << 4) | (length >> 4)));
            _bytes.Add((byte)(length & 0x0F));
        }
        _bytes.AddRange(octets);
        return this;
    }

    /// <summary>A signed number of <paramref name="size"/> octets.</summary>
    public SmlWriter Integer(long value, int size) => Number(IntegerType, unchecked((ulong)value), size);

    /// <summary>An unsigned number of <paramref name="size"/> octets.</summary>
    public SmlWriter Unsigned(ulong value, int size) => Number(UnsignedType, value, size);

    /// <summary>Elements written elsewhere.</summary>
    public SmlWriter Raw(ReadOnlySpan<byte> elements)
    {
        _bytes.AddRange(elements);
        return this;
    }

    private SmlWriter Number(byte type, ulong value, int size)
    {
        _bytes.Add((byte)((type << 4) | (size + 1)));
        for (int shift = (size - 1) * 8; shift >= 0; shift -= 8)
            _bytes.Add((byte)(value >> shift));
        return this;
    }
}
