using System.Globalization;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Axdr;

/// <summary>A COSEM Data value as a tree of parts: each with its type, and what is known of it.</summary>
/// <param name="document">The value.</param>
/// <param name="notes">What is known of its nodes, by their index.</param>
internal sealed class AxdrDissection(AxdrDocument document, IReadOnlyDictionary<int, string> notes)
{
    /// <summary>Adds the value.</summary>
    /// <param name="parts">Where to.</param>
    /// <param name="start">Where in the octets it stands.</param>
    public void Write(PartTree parts, int start)
    {
        int at = 0;
        Write(parts, 0, start, ref at);
    }

    /// <summary>A date-time as it was sent; null where the octets are none.</summary>
    public static string? Stamp(ReadOnlySpan<byte> octets) =>
        CosemDateTime.TryRead(octets, out CosemDateTime moment) ? moment.ToMeterTime(new MeterClock(null), standardTimeAllYear: false).ToString() : null;

    // Where a node's contents start is known; its tag and length stand between there and the end of what was before it.
    private void Write(PartTree parts, int index, int start, ref int at)
    {
        AxdrNode node = document[index];
        int from = at;
        at = node.Offset;
        if (!node.IsContainer)
        {
            at += document.Contents(node).Length;
            parts.Add(AxdrOutline.NameOf(node.Tag), start + from, at - from, TextOf(node, index));
            return;
        }
        parts.Begin(AxdrOutline.NameOf(node.Tag), start + from, string.Create(CultureInfo.InvariantCulture, $"{node.Length} elements"));
        for (int inner = index + 1; inner < node.Next; inner = document[inner].Next)
            Write(parts, inner, start, ref at);
        parts.End(start + at);
    }

    private string? TextOf(AxdrNode node, int index)
    {
        string? value = ValueOf(node);
        return notes.TryGetValue(index, out string? note) ? value is null ? note : $"{value}: {note}" : value;
    }

    private string? ValueOf(AxdrNode node)
    {
        if (document.TryNumber(node, out decimal number))
            return number.ToString(CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> octets = document.Contents(node);
        if (document.TryObis(node, out ObisCode code))
            return code.ToString();
        if (document.IsClock(node) && Stamp(octets) is string stamp)
            return stamp;
        return octets.IsEmpty ? null
            : octets.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? System.Text.Encoding.ASCII.GetString(octets)
            : Convert.ToHexString(octets);
    }
}
