using System.Buffers;
using System.Text;
using System.Text.Json;
using EspSmartMeter.Json;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.RejectLog;

/// <summary>A refused stretch of bytes, and where and when it came.</summary>
/// <param name="Source">The source's address.</param>
/// <param name="SourceName">What it is called on the page.</param>
/// <param name="At">When it was refused.</param>
/// <param name="Rejected">What and why.</param>
internal sealed record RejectEntry(string Source, string SourceName, DateTimeOffset At, Rejected Rejected)
{
    /// <summary>No frame of any meter is larger; what is beyond is counted in the header.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>Rejections of one kind are a flood when many come within a minute.</summary>
    public (string Source, RejectionLayer Layer, RejectionReason Reason) Kind => (Source, Rejected.Layer, Rejected.Reason);

    /// <summary>The entry of log.txt: the header as JSON on one line, then the bytes.</summary>
    public string Text
    {
        get
        {
            ArrayBufferWriter<byte> header = new();
            using (Utf8JsonWriter json = new(header, JsonForm.OneLine))
                RejectedJson.Write(json, Rejected, Source, At, withBytes: false);
            StringBuilder text = new();
            text.Append(Encoding.UTF8.GetString(header.WrittenSpan)).Append('\n');
            ReadOnlySpan<byte> bytes = Rejected.Bytes.Span;
            HexDump.Append(text, bytes[..Math.Min(bytes.Length, MostBytes)], Rejected.Offset);
            if (bytes.Length > MostBytes)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  ... and {bytes.Length - MostBytes} bytes more\n");
            return text.Append('\n').ToString();
        }
    }
}
