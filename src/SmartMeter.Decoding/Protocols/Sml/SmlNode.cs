namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>The types of SML's binary encoding (BSI TR-03109-1, annex IV, 6.3.1: bits 6 to 4 of the type-length field).</summary>
internal enum SmlType : byte
{
    /// <summary>An octet string; an empty one stands for an optional value that is not there.</summary>
    OctetString = 0,
    Boolean = 4,
    Integer = 5,
    Unsigned = 6,
    List = 7,

    /// <summary>The octet 00 that ends a message.</summary>
    EndOfMessage = 15,
}

/// <summary>One value of an SML message.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Offset">Where its contents start in the message.</param>
/// <param name="Length">Its contents in octets; for lists the number of elements.</param>
/// <param name="Next">The index of the node behind it and all that is inside it.</param>
internal readonly record struct SmlNode(SmlType Type, int Offset, int Length, int Next)
{
    /// <summary>True where an optional value was left out (01).</summary>
    public bool IsAbsent => Type == SmlType.OctetString && Length == 0;

    public bool IsNumber => Type is SmlType.Integer or SmlType.Unsigned;

    public bool IsListOf(int elements) => Type == SmlType.List && Length == elements;
}
