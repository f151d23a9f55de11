using System.Buffers;
using System.Text.Json;
using EspSmartMeter.Json;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Commands;

/// <summary>What a capture decodes to: one JSON object a line.</summary>
/// <param name="source">What it is called in them.</param>
/// <param name="now">When it is said to have come.</param>
/// <param name="output">Where to.</param>
internal sealed class DecodedLines(string source, DateTimeOffset now, PipedOutput output) : IDecoderSink
{
    private readonly ArrayBufferWriter<byte> _lines = new(16384);

    public DateTimeOffset Now => now;

    public long Readings { get; private set; }

    public long Rejections { get; private set; }

    public void OnReading(Reading reading)
    {
        Readings++;
        WriteLine("reading", json => ReadingJson.Write(json, reading, reading.MeterId, source));
    }

    public void OnRejected(Rejected rejected)
    {
        Rejections++;
        WriteLine("rejected", json => RejectedJson.Write(json, rejected, source, now));
    }

    /// <exception cref="OutputClosedException">Nobody reads them any more.</exception>
    public void Flush()
    {
        output.Write(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
    }

    private void WriteLine(string kind, Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter json = new(_lines, JsonForm.OneLine))
        {
            json.WriteStartObject();
            json.WritePropertyName(kind);
            write(json);
            json.WriteEndObject();
        }
        _lines.Write("\n"u8);
    }
}
