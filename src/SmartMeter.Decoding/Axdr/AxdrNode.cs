namespace SmartMeter.Decoding.Axdr;

/// <summary>The tags of the COSEM Data type (IEC 62056-6-2, 4.1.5; IEC 62056-5-3, 8.3.2).</summary>
internal enum AxdrTag : byte
{
    NullData = 0,
    Array = 1,
    Structure = 2,
    Boolean = 3,
    BitString = 4,
    DoubleLong = 5,
    DoubleLongUnsigned = 6,
    OctetString = 9,
    VisibleString = 10,
    Utf8String = 12,
    Bcd = 13,
    Integer = 15,
    Long = 16,
    Unsigned = 17,
    LongUnsigned = 18,
    CompactArray = 19,
    Long64 = 20,
    Long64Unsigned = 21,
    Enum = 22,
    Float32 = 23,
    Float64 = 24,
    DateTime = 25,
    Date = 26,
    Time = 27,
    DontCare = 255,
}

/// <summary>One value of an A-XDR document.</summary>
/// <param name="Tag">Its type.</param>
/// <param name="Offset">Where its contents start in the document's bytes.</param>
/// <param name="Length">Its contents in octets (a bit string: in bits); for arrays and structures the number of elements.</param>
/// <param name="Next">The index of the node behind it and all that is inside it.</param>
internal readonly record struct AxdrNode(AxdrTag Tag, int Offset, int Length, int Next)
{
    public bool IsContainer => Tag is AxdrTag.Array or AxdrTag.Structure;

    public bool IsText => Tag is AxdrTag.OctetString or AxdrTag.VisibleString or AxdrTag.Utf8String;

    public bool IsInteger => Tag is AxdrTag.DoubleLong or AxdrTag.DoubleLongUnsigned or AxdrTag.Integer or AxdrTag.Long or AxdrTag.Unsigned
        or AxdrTag.LongUnsigned or AxdrTag.Long64 or AxdrTag.Long64Unsigned or AxdrTag.Enum or AxdrTag.Boolean;

    public bool IsNumber => IsInteger || Tag is AxdrTag.Float32 or AxdrTag.Float64;
}
