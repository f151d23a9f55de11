using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Axdr;

/// <summary>A payload's structure in a line, for the report of an unknown list: types and values, as a new table would name them.</summary>
internal static class AxdrOutline
{
    private const int Longest = 2000;

    public static string Of(AxdrDocument document)
    {
        StringBuilder text = new();
        Write(document, 0, text);
        if (text.Length > Longest)
            text.Length = Longest;
        return text.ToString();
    }

    private static void Write(AxdrDocument document, int index, StringBuilder text)
    {
        AxdrNode node = document[index];
        if (text.Length > Longest)
            return;
        if (node.IsContainer)
        {
            text.Append(NameOf(node.Tag)).Append(CultureInfo.InvariantCulture, $"[{node.Length}]{{");
            for (int at = index + 1; at < node.Next; at = document[at].Next)
            {
                if (at > index + 1)
                    text.Append(", ");
                Write(document, at, text);
            }
            text.Append('}');
            return;
        }
        text.Append(NameOf(node.Tag));
        if (document.TryNumber(node, out decimal number))
            text.Append(CultureInfo.InvariantCulture, $" {number}");
        else if (document.TryObis(node, out ObisCode code))
            text.Append(CultureInfo.InvariantCulture, $" {code}");
        else if (node.Length > 0)
            text.Append(' ').Append(Convert.ToHexString(document.Contents(node)));
    }

    /// <summary>A type's name as list tables write it.</summary>
    public static string NameOf(AxdrTag tag) => tag switch
    {
        AxdrTag.Array => "array",
        AxdrTag.Structure => "structure",
        AxdrTag.NullData => "null",
        AxdrTag.Boolean => "bool",
        AxdrTag.BitString => "bits",
        AxdrTag.DoubleLong => "i32",
        AxdrTag.DoubleLongUnsigned => "u32",
        AxdrTag.OctetString => "octets",
        AxdrTag.VisibleString or AxdrTag.Utf8String => "text",
        AxdrTag.Integer => "i8",
        AxdrTag.Long => "i16",
        AxdrTag.Unsigned => "u8",
        AxdrTag.LongUnsigned => "u16",
        AxdrTag.Long64 => "i64",
        AxdrTag.Long64Unsigned => "u64",
        AxdrTag.Enum => "enum",
        AxdrTag.Float32 => "f32",
        AxdrTag.Float64 => "f64",
        AxdrTag.DateTime => "date-time",
        AxdrTag.Date => "date",
        AxdrTag.Time => "time",
        _ => tag.ToString(),
    };
}
