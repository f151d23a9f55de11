using System.Text;

namespace EspSmartMeter.Sinks.RejectLog;

/// <summary>Bytes for people: offset, sixteen bytes in hex, the same in ASCII.</summary>
internal static class HexDump
{
    private const int BytesALine = 16;

    /// <param name="text">Where to.</param>
    /// <param name="bytes">What to show.</param>
    /// <param name="offset">What the first byte's place is called: its offset in the stream.</param>
    public static void Append(StringBuilder text, ReadOnlySpan<byte> bytes, long offset)
    {
        for (int line = 0; line < bytes.Length; line += BytesALine)
        {
            ReadOnlySpan<byte> part = bytes.Slice(line, Math.Min(BytesALine, bytes.Length - line));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {offset + line:x8} ");
            for (int i = 0; i < BytesALine; i++)
            {
                text.Append(i == BytesALine / 2 ? "  " : " ");
                if (i < part.Length)
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{part[i]:x2}");
                else
                    text.Append("  ");
            }
            text.Append("  |");
            foreach (byte octet in part)
                text.Append(octet is >= 0x20 and < 0x7f ? (char)octet : '.');
            text.Append("|\n");
        }
    }
}
