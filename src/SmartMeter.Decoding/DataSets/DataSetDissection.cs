using System.Text;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.DataSets;

/// <summary>The lines of a text telegram (IEC 62056-21, 6.3) as parts: each with its code's meaning.</summary>
internal static class DataSetDissection
{
    private const byte Electricity = 1, SevenBits = 0x7F;

    /// <summary>Adds the lines from one place in the octets to another.</summary>
    public static void Write(PartTree parts, int from, int to)
    {
        while (from < to)
        {
            ReadOnlySpan<byte> rest = parts.Bytes[from..to];
            int end = rest.IndexOfAny((byte)'\n', (byte)0x8A);
            int length = end < 0 ? rest.Length : end + 1;
            Line(parts, from, rest[..length]);
            from += length;
        }
    }

    private static void Line(PartTree parts, int at, ReadOnlySpan<byte> line)
    {
        string text = Plain(line).Trim();
        if (text.Length == 0)
            return;
        int group = text.IndexOf('(', StringComparison.Ordinal);
        if (group < 0 || !text.EndsWith(')'))
            parts.Add(text[0] == '/' ? "identification" : "line", at, line.Length, text);
        else if (ObisCode.TryParse(Encoding.ASCII.GetBytes(text[..group]), Electricity, out ObisCode code))
            parts.Add("data set", at, line.Length, $"{text[group..]}: {MeasuredText.Of(code)}");
        else
            parts.Add("data set", at, line.Length, text);
    }

    private static string Plain(ReadOnlySpan<byte> line)
    {
        StringBuilder text = new(line.Length);
        foreach (byte octet in line)
            text.Append((octet & SevenBits) is >= ' ' and < SevenBits and int printable ? (char)printable : ' ');
        return text.ToString();
    }
}
