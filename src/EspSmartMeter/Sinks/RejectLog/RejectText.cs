using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EspSmartMeter.Json;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.RejectLog;

/// <summary>The entries of log.txt. One that is no rejection is a line that starts with <c>#</c>.</summary>
internal static class RejectText
{
    /// <summary>No frame of any meter is larger; what is beyond is counted in the header.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>The header as JSON on one line, then the bytes.</summary>
    public static string Of(Rejection rejection)
    {
        ArrayBufferWriter<byte> header = new();
        using (Utf8JsonWriter json = new(header, JsonForm.OneLine))
            RejectedJson.Write(json, rejection.Rejected, rejection.Source, rejection.At, withBytes: false);
        StringBuilder text = new();
        text.Append(Encoding.UTF8.GetString(header.WrittenSpan)).Append('\n');
        ReadOnlySpan<byte> bytes = rejection.Rejected.Bytes.Span;
        HexDump.Append(text, bytes[..Math.Min(bytes.Length, MostBytes)], rejection.Rejected.Offset);
        if (bytes.Length > MostBytes)
            text.Append(CultureInfo.InvariantCulture, $"  ... and {bytes.Length - MostBytes} bytes more\n");
        return text.Append('\n').ToString();
    }

    public static string Of(Repeats repeats) =>
        $"# {repeats.Kind.Source}: {repeats.Count} more of {repeats.Kind.Layer.Name}/{repeats.Kind.Reason.Name()} within a minute of {JsonForm.Utc(repeats.Begun)}\n\n";

    public static string OfMissing(long entries, DateTimeOffset now) =>
        $"# {entries} entries are missing here at {JsonForm.Utc(now)}: they came faster than the disk took them\n\n";

    public static string Of(Notice notice, DateTimeOffset now) => $"# {JsonForm.Utc(now)}: {notice.Sentence}\n\n";
}
