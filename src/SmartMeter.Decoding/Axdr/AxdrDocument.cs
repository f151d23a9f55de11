using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Axdr;

/// <summary>
/// A COSEM Data value as a flat table of nodes in the order of the bytes: a container's first element is the node behind it, and
/// <see cref="AxdrNode.Next"/> leads to its sibling. The table is reused from message to message.
/// <code>tag | contents        02 | count | element ...        09 | length | octets        06 | 4 octets</code>
/// </summary>
internal sealed class AxdrDocument
{
    private const int ItemDepth = 1;
    private const int MaxNodes = 4096;
    private const int MaxDepth = 16;
    private const int DescriptorOctets = 9;

    private AxdrNode[] _nodes = new AxdrNode[256];
    private byte[] _bytes = new byte[1024];
    private int _length;

    public int Count { get; private set; }

    /// <summary>True where structures start with a COSEM attribute descriptor without type tags (Czech meters).</summary>
    public bool HasAttributeDescriptors { get; private set; }

    public AxdrNode this[int index] => _nodes[index];

    public ReadOnlySpan<byte> Contents(AxdrNode node) => _bytes.AsSpan(node.Offset, node.Tag == AxdrTag.BitString ? (node.Length + 7) / 8 : node.Length);

    /// <summary>Reads one value that ends where the bytes do; false where they are no such value.</summary>
    public bool TryReadWhole(ReadOnlySpan<byte> bytes)
    {
        HasAttributeDescriptors = false;
        if (TryRead(bytes, out int used) && used == bytes.Length)
            return true;
        HasAttributeDescriptors = true;
        return TryRead(bytes, out used) && used == bytes.Length;
    }

    /// <summary>Reads the first value; others may follow it.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out int)"/>
    public bool TryReadFirst(ReadOnlySpan<byte> bytes, out int used)
    {
        HasAttributeDescriptors = false;
        return TryRead(bytes, out used);
    }

    /// <summary>Reads one value and all inside it; false where the bytes are no such value.</summary>
    /// <param name="bytes">From the value's tag on; what follows the value is left alone.</param>
    /// <param name="used">The octets of the value.</param>
    public bool TryRead(ReadOnlySpan<byte> bytes, out int used)
    {
        Count = 0;
        used = 0;
        if (_bytes.Length < bytes.Length)
            _bytes = new byte[bytes.Length * 2];
        bytes.CopyTo(_bytes);
        _length = bytes.Length;
        return TryValue(ref used, depth: 0);
    }

    private bool TryValue(ref int at, int depth)
    {
        if (at >= _length)
            return false;
        AxdrTag tag = (AxdrTag)_bytes[at++];
        return tag == AxdrTag.CompactArray ? TryCompactArray(ref at, depth) : TryContents(tag, ref at, depth);
    }

    private bool TryContents(AxdrTag tag, ref int at, int depth)
    {
        if (tag is AxdrTag.Array or AxdrTag.Structure)
        {
            if (!TryLength(ref at, out int count) || count > _length - at)
                return false;
            if (!TryOpen(tag, at, count, depth, out int container))
                return false;
            bool pair = tag == AxdrTag.Structure && count == 2, described = pair && TryDescriptor(ref at);
            // All items have descriptors, or none has: what only looks like an item is one that was cut.
            if (pair && HasAttributeDescriptors && depth == ItemDepth && !described)
                return false;
            int first = described ? 1 : 0;
            for (int i = first; i < count; i++)
            {
                if (!TryValue(ref at, depth + 1))
                    return false;
            }
            Close(container);
            return true;
        }
        return TryLeaf(tag, ref at);
    }

    // class 2 | logical name 6 | attribute 1, none of them tagged (IEC 62056-5-3, Cosem-Attribute-Descriptor): the name is kept.
    private bool TryDescriptor(ref int at)
    {
        if (!HasAttributeDescriptors || at + DescriptorOctets > _length || _bytes[at] != 0 || _bytes[at + 7] != 0xFF)
            return false;
        bool added = TryAdd(new AxdrNode(AxdrTag.OctetString, at + 2, 6, Count + 1));
        at += DescriptorOctets;
        return added;
    }

    private bool TryLeaf(AxdrTag tag, ref int at)
    {
        int length = FixedLength(tag);
        if (length < 0)
        {
            if (tag is not (AxdrTag.OctetString or AxdrTag.VisibleString or AxdrTag.Utf8String or AxdrTag.BitString) || !TryLength(ref at, out length))
                return false;
        }
        int octets = tag == AxdrTag.BitString ? (length + 7) / 8 : length;
        if (octets > _length - at || !TryAdd(new AxdrNode(tag, at, length, Count + 1)))
            return false;
        at += octets;
        return true;
    }

    /// <summary>The octets of types whose contents are always as long; -1 where the length is told.</summary>
    private static int FixedLength(AxdrTag tag) => tag switch
    {
        AxdrTag.NullData or AxdrTag.DontCare => 0,
        AxdrTag.Boolean or AxdrTag.Bcd or AxdrTag.Integer or AxdrTag.Unsigned or AxdrTag.Enum => 1,
        AxdrTag.Long or AxdrTag.LongUnsigned => 2,
        AxdrTag.DoubleLong or AxdrTag.DoubleLongUnsigned or AxdrTag.Float32 or AxdrTag.Time => 4,
        AxdrTag.Date => 5,
        AxdrTag.Long64 or AxdrTag.Long64Unsigned or AxdrTag.Float64 => 8,
        AxdrTag.DateTime => 12,
        _ => -1,
    };

    // 13 | type description | length in octets | the elements' contents without tags (IEC 62056-5-3, 8.3.2, CompactArray)
    private bool TryCompactArray(ref int at, int depth)
    {
        int description = at;
        if (!TrySkipDescription(ref at, depth) || !TryLength(ref at, out int octets) || octets > _length - at)
            return false;
        int end = at + octets, elements = 0;
        if (!TryOpen(AxdrTag.Array, at, 0, depth, out int container))
            return false;
        while (at < end)
        {
            int shape = description, before = at;
            if (!TryDescribed(ref shape, ref at, depth + 1) || at > end || at == before)
                return false;
            elements++;
        }
        _nodes[container] = _nodes[container] with { Length = elements };
        Close(container);
        return at == end;
    }

    private bool TrySkipDescription(ref int at, int depth)
    {
        if (at >= _length || depth > MaxDepth)
            return false;
        AxdrTag tag = (AxdrTag)_bytes[at++];
        if (tag == AxdrTag.Structure)
        {
            if (!TryLength(ref at, out int count) || count > _length - at)
                return false;
            for (int i = 0; i < count; i++)
            {
                if (!TrySkipDescription(ref at, depth + 1))
                    return false;
            }
            return true;
        }
        if (tag == AxdrTag.Array)
        {
            at += 2;
            return TrySkipDescription(ref at, depth + 1);
        }
        return true;
    }

    private bool TryDescribed(ref int shape, ref int at, int depth)
    {
        AxdrTag tag = (AxdrTag)_bytes[shape++];
        if (tag is not (AxdrTag.Structure or AxdrTag.Array))
            return TryLeaf(tag, ref at);
        int count, element = shape;
        if (tag == AxdrTag.Structure)
        {
            if (!TryLength(ref shape, out count))
                return false;
        }
        else
        {
            count = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(shape));
            shape += 2;
            element = shape;
        }
        if (!TryOpen(tag, at, count, depth, out int container))
            return false;
        for (int i = 0; i < count; i++)
        {
            if (tag == AxdrTag.Array)
                shape = element;
            if (!TryDescribed(ref shape, ref at, depth + 1))
                return false;
        }
        Close(container);
        return true;
    }

    private bool TryLength(ref int at, out int length) => AxdrLength.TryRead(_bytes.AsSpan(0, _length), ref at, out length);

    private bool TryOpen(AxdrTag tag, int at, int count, int depth, out int index)
    {
        index = Count;
        return depth < MaxDepth && TryAdd(new AxdrNode(tag, at, count, 0));
    }

    private void Close(int container) => _nodes[container] = _nodes[container] with { Next = Count };

    private bool TryAdd(AxdrNode node)
    {
        if (Count == _nodes.Length)
        {
            if (Count == MaxNodes)
                return false;
            Array.Resize(ref _nodes, Count * 2);
        }
        _nodes[Count++] = node;
        return true;
    }

    /// <summary>
    /// The six octets of a logical name. False for any other node, and for six printable characters: they are a text, for the F of a code is
    /// 255 or a billing period.
    /// </summary>
    public bool TryObis(AxdrNode node, out ObisCode code)
    {
        bool six = node is { Tag: AxdrTag.OctetString, Length: 6 } && Contents(node).IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0;
        code = six ? ObisCode.FromLogicalName(Contents(node)) : default;
        return six;
    }

    /// <summary>The number of an integer, enumeration, boolean or float, exactly; a float by its shortest decimal.</summary>
    public bool TryNumber(AxdrNode node, out decimal number)
    {
        ReadOnlySpan<byte> octets = Contents(node);
        switch (node.Tag)
        {
            case AxdrTag.Boolean: number = octets[0] == 0 ? 0 : 1; return true;
            case AxdrTag.Integer: number = (sbyte)octets[0]; return true;
            case AxdrTag.Unsigned or AxdrTag.Enum or AxdrTag.Bcd: number = octets[0]; return true;
            case AxdrTag.Long: number = BinaryPrimitives.ReadInt16BigEndian(octets); return true;
            case AxdrTag.LongUnsigned: number = BinaryPrimitives.ReadUInt16BigEndian(octets); return true;
            case AxdrTag.DoubleLong: number = BinaryPrimitives.ReadInt32BigEndian(octets); return true;
            case AxdrTag.DoubleLongUnsigned: number = BinaryPrimitives.ReadUInt32BigEndian(octets); return true;
            case AxdrTag.Long64: number = BinaryPrimitives.ReadInt64BigEndian(octets); return true;
            case AxdrTag.Long64Unsigned: number = BinaryPrimitives.ReadUInt64BigEndian(octets); return true;
            case AxdrTag.Float32: return ExactNumber.TryFromFloat(BinaryPrimitives.ReadSingleBigEndian(octets), out number);
            case AxdrTag.Float64: return ExactNumber.TryFromDouble(BinaryPrimitives.ReadDoubleBigEndian(octets), out number);
            default: number = 0; return false;
        }
    }

    /// <summary>The structure {value, {scaler, unit}}: a value that its scale and unit were put together with.</summary>
    public bool TryScaledValue(int index, [NotNullWhen(true)] out (sbyte Scaler, byte Unit)? scalerUnit)
    {
        scalerUnit = null;
        return _nodes[index] is { Tag: AxdrTag.Structure, Length: 2 } && !_nodes[index + 1].IsContainer && TryScalerUnit(index + 2, out scalerUnit);
    }

    /// <summary>True for twelve octets that are a date-time, as far as that can be told: no text has such octets.</summary>
    public bool IsClock(AxdrNode node) => node.Length == CosemDateTime.Octets
        && (node.Tag == AxdrTag.DateTime || (node.Tag == AxdrTag.OctetString && Contents(node).IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0));

    /// <summary>The structure {scaler integer, unit enumeration} that COSEM registers carry (IEC 62056-6-2, 4.3.2).</summary>
    public bool TryScalerUnit(int index, [NotNullWhen(true)] out (sbyte Scaler, byte Unit)? scalerUnit)
    {
        scalerUnit = null;
        if (index + 2 >= Count || _nodes[index] is not { Tag: AxdrTag.Structure, Length: 2 })
            return false;
        AxdrNode scaler = _nodes[index + 1], unit = _nodes[index + 2];
        if (scaler.Tag != AxdrTag.Integer || unit.Tag != AxdrTag.Enum)
            return false;
        scalerUnit = ((sbyte)_bytes[scaler.Offset], _bytes[unit.Offset]);
        return true;
    }
}
