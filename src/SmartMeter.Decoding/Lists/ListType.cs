using SmartMeter.Decoding.Axdr;

namespace SmartMeter.Decoding.Lists;

/// <summary>What the octets of a string must look like, beyond being a string.</summary>
internal enum ListForm : byte { Any, Text, DateTime, Date, Time }

/// <summary>The A-XDR types that a value of a list may have, and the form of its octets.</summary>
/// <param name="Tags">A bit for each tag.</param>
/// <param name="Form">The form.</param>
internal readonly record struct ListType(uint Tags, ListForm Form)
{
    private const byte NotSpecified = 0xFF, LastDayOfMonth = 0xFE, SecondLastDayOfMonth = 0xFD;

    private static readonly Dictionary<string, ListType> ByName = new()
    {
        ["any"] = new(uint.MaxValue, ListForm.Any),
        ["null"] = Of(AxdrTag.NullData),
        ["text"] = Of(ListForm.Text, AxdrTag.OctetString, AxdrTag.VisibleString, AxdrTag.Utf8String),
        ["octets"] = Of(AxdrTag.OctetString),
        ["date-time"] = Of(ListForm.DateTime, AxdrTag.OctetString, AxdrTag.DateTime),
        ["date"] = Of(ListForm.Date, AxdrTag.OctetString, AxdrTag.Date),
        ["time"] = Of(ListForm.Time, AxdrTag.OctetString, AxdrTag.Time),
        ["bits"] = Of(AxdrTag.BitString),
        ["bool"] = Of(AxdrTag.Boolean),
        ["enum"] = Of(AxdrTag.Enum),
        ["i8"] = Of(AxdrTag.Integer),
        ["u8"] = Of(AxdrTag.Unsigned),
        ["i16"] = Of(AxdrTag.Long),
        ["u16"] = Of(AxdrTag.LongUnsigned),
        ["i32"] = Of(AxdrTag.DoubleLong),
        ["u32"] = Of(AxdrTag.DoubleLongUnsigned),
        ["i64"] = Of(AxdrTag.Long64),
        ["u64"] = Of(AxdrTag.Long64Unsigned),
        ["f32"] = Of(AxdrTag.Float32),
        ["f64"] = Of(AxdrTag.Float64),
        ["array"] = Of(AxdrTag.Array),
        ["structure"] = Of(AxdrTag.Structure),
    };

    /// <summary>The names that tables may use.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    public static bool TryParse(string name, out ListType type) => ByName.TryGetValue(name, out type);

    /// <summary>Either of two; a form is kept only where both ask for it.</summary>
    public ListType Or(ListType other) => new(Tags | other.Tags, Form == other.Form ? Form : ListForm.Any);

    public bool Has(AxdrTag tag) => (int)tag < 32 && (Tags & (1u << (int)tag)) != 0;

    /// <summary>True where the value may be a string.</summary>
    public bool MayBeText => Has(AxdrTag.OctetString) || Has(AxdrTag.VisibleString) || Has(AxdrTag.Utf8String);

    /// <summary>True where the node is of one of the types and its octets have the form.</summary>
    public bool Fits(AxdrDocument document, AxdrNode node) => Has(node.Tag) && Form switch
    {
        ListForm.Text => IsText(document.Contents(node)),
        ListForm.DateTime => node.Length == 12 && IsDate(document.Contents(node)) && IsTime(document.Contents(node)[5..9]),
        ListForm.Date => node.Length == 5 && IsDate(document.Contents(node)),
        ListForm.Time => node.Length == 4 && IsTime(document.Contents(node)),
        _ => true,
    };

    private static ListType Of(params ReadOnlySpan<AxdrTag> tags) => Of(ListForm.Any, tags);

    private static ListType Of(ListForm form, params ReadOnlySpan<AxdrTag> tags)
    {
        uint bits = 0;
        foreach (AxdrTag tag in tags)
            bits |= 1u << (int)tag;
        return new ListType(bits, form);
    }

    private static bool IsText(ReadOnlySpan<byte> octets) => octets.Trim("\0 "u8).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;

    // year 2 | month | day | day of week
    private static bool IsDate(ReadOnlySpan<byte> octets) =>
        octets[2] is (>= 1 and <= 12) or >= SecondLastDayOfMonth
        && octets[3] is (>= 1 and <= 31) or SecondLastDayOfMonth or LastDayOfMonth or NotSpecified
        && octets[4] is <= 7 or NotSpecified;

    // hour | minute | second | hundredths
    private static bool IsTime(ReadOnlySpan<byte> octets) =>
        octets[0] is <= 23 or NotSpecified && octets[1] is <= 59 or NotSpecified
        && octets[2] is <= 59 or NotSpecified && octets[3] is <= 99 or NotSpecified;
}
