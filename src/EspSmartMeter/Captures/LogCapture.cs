using System.Text.Json;
using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures;

/// <summary>
/// Our own log.txt: of each entry its header as JSON, then the bytes as a hex dump. Entries of one source that follow each other in its stream are read as one.
/// </summary>
internal sealed class LogCapture : ICaptureReader
{
    private readonly ICaptureReceiver _receiver;
    private readonly TextLines _lines;
    private readonly byte[] _octets = new byte[64];
    private string? _source;
    private long _next = -1;
    private bool _hasEntry;

    public LogCapture(ICaptureReceiver receiver)
    {
        _receiver = receiver;
        _lines = new TextLines(TakeLine);
    }

    public static bool Fits(ReadOnlyMemory<byte> head, Extent extent) => Trial.Reads(head, extent, receiver => new LogCapture(receiver));

    public void Push(ReadOnlySpan<byte> written) => _lines.Push(written);

    public void End()
    {
        _lines.End();
        if (!_hasEntry)
            throw new CaptureFault("""there is no entry of log.txt in it: each begins with {"source":""");
    }

    private void TakeLine(ReadOnlySpan<byte> line, int number, bool ends)
    {
        ReadOnlySpan<byte> text = line.Trim((byte)' ');
        if (text.IsEmpty || text.StartsWith("#"u8) || text.StartsWith("... and"u8))
            return;
        if (text.StartsWith("{"u8))
        {
            TakeHeader(text, number);
            return;
        }
        int count = text.Length > _octets.Length * 2 ? -1 : DumpLine.Read(text, out long offset, _octets) is int read && read > 0 ? Hand(offset, read) : -1;
        if (count < 0)
            throw new CaptureFault($"line {number}: no line of log.txt");
    }

    private int Hand(long offset, int count)
    {
        if (_next >= 0 && offset != _next)
            _receiver.OnStreamEnd();
        _receiver.OnBytes(_octets.AsSpan(0, count));
        _next = offset + count;
        return count;
    }

    private void TakeHeader(ReadOnlySpan<byte> text, int number)
    {
        try
        {
            Utf8JsonReader json = new(text);
            using JsonDocument header = JsonDocument.ParseValue(ref json);
            string? source = header.RootElement.GetProperty("source").GetString();
            long offset = header.RootElement.GetProperty("offset").GetInt64();
            if (_next >= 0 && (source != _source || offset != _next))
                _receiver.OnStreamEnd();
            (_source, _next, _hasEntry) = (source, offset, true);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CaptureFault($"line {number}: no header of an entry of log.txt");
        }
    }
}
