namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// One SML message as a flat table of nodes in the order of the bytes: a list's first element is the node behind it, and
/// <see cref="SmlNode.Next"/> leads to its sibling. The table is reused from message to message.
/// <code>TL | contents     7n | n elements     0n | n-1 octets     5n, 6n | n-1 octets, big-endian     42 | 1 octet</code>
/// TL counts itself except in lists; its bit 7 says that another octet with four more bits of length follows.
/// </summary>
internal sealed class SmlDocument
{
    private const int MaxNodes = 4096;
    private const int MaxDepth = 12;
    private const int MaxLength = 1 << 16;

    private SmlNode[] _nodes = new SmlNode[256];
    private ReadOnlyMemory<byte> _bytes;

    public int Count { get; private set; }

    public SmlNode this[int index] => _nodes[index];

    public ReadOnlySpan<byte> Contents(SmlNode node) => _bytes.Span.Slice(node.Offset, node.Length);

    /// <summary>Reads one value and all inside it; false where the bytes are no such value.</summary>
    /// <param name="bytes">From the value's type-length field on, and kept until the next call; what follows the value is left alone.</param>
    /// <param name="used">The octets of the value.</param>
    public bool TryRead(ReadOnlyMemory<byte> bytes, out int used)
    {
        _bytes = bytes;
        Count = 0;
        used = 0;
        return TryValue(bytes.Span, ref used, depth: 0);
    }

    /// <summary>The index of a list's element, counted from 0.</summary>
    public int Element(int list, int number)
    {
        int at = list + 1;
        for (int i = 0; i < number; i++)
            at = _nodes[at].Next;
        return at;
    }

    /// <summary>The number of an integer of 1 to 8 octets; false for any other node.</summary>
    public bool TryNumber(SmlNode node, out decimal number)
    {
        number = 0;
        if (!node.IsNumber)
            return false;
        ReadOnlySpan<byte> octets = Contents(node);
        number = node.Type == SmlType.Unsigned ? UnsignedOf(octets) : SignedOf(octets);
        return true;
    }

    /// <summary>The octets as a big-endian number without sign.</summary>
    public static ulong UnsignedOf(ReadOnlySpan<byte> octets)
    {
        ulong number = 0;
        foreach (byte octet in octets)
            number = (number << 8) | octet;
        return number;
    }

    private static long SignedOf(ReadOnlySpan<byte> octets)
    {
        int unused = 64 - (octets.Length * 8);
        return (long)(UnsignedOf(octets) << unused) >> unused;
    }

    private bool TryValue(ReadOnlySpan<byte> bytes, ref int at, int depth)
    {
        if (at < bytes.Length && bytes[at] == 0)
        {
            at++;
            return TryAdd(new SmlNode(SmlType.EndOfMessage, at, 0, Count + 1));
        }
        if (!TryTypeLength(bytes, ref at, out SmlType type, out int length))
            return false;
        return type == SmlType.List ? TryList(bytes, ref at, length, depth) : TryLeaf(bytes, ref at, type, length);
    }

    private bool TryList(ReadOnlySpan<byte> bytes, ref int at, int elements, int depth)
    {
        int list = Count;
        if (depth == MaxDepth || elements > bytes.Length - at || !TryAdd(new SmlNode(SmlType.List, at, elements, 0)))
            return false;
        for (int i = 0; i < elements; i++)
        {
            if (!TryValue(bytes, ref at, depth + 1))
                return false;
        }
        _nodes[list] = _nodes[list] with { Next = Count };
        return true;
    }

    private bool TryLeaf(ReadOnlySpan<byte> bytes, ref int at, SmlType type, int length)
    {
        bool sound = type switch
        {
            SmlType.OctetString => true,
            SmlType.Boolean => length == 1,
            SmlType.Integer or SmlType.Unsigned => length is >= 1 and <= 8,
            _ => false,
        };
        if (!sound || length > bytes.Length - at || !TryAdd(new SmlNode(type, at, length, Count + 1)))
            return false;
        at += length;
        return true;
    }

    private static bool TryTypeLength(ReadOnlySpan<byte> bytes, ref int at, out SmlType type, out int length)
    {
        int first = at;
        type = default;
        length = 0;
        byte octet;
        do
        {
            if (at >= bytes.Length || length > MaxLength >> 4)
                return false;
            octet = bytes[at++];
            length = (length << 4) | (octet & 0x0F);
        }
        while ((octet & 0x80) != 0);
        type = (SmlType)((bytes[first] >> 4) & 7);
        if (type != SmlType.List)
            length -= at - first;
        return length >= 0;
    }

    private bool TryAdd(SmlNode node)
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
}
