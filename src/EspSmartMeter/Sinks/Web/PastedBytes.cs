using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Sinks.Web;

/// <summary>What somebody pasted or dropped, stream by stream, up to a bound.</summary>
internal sealed class PastedBytes(int most) : ICaptureReceiver
{
    private readonly List<byte[]> _streams = [];
    private readonly List<byte> _stream = [];
    private int _octets;

    public IReadOnlyList<byte[]> Streams => _streams;

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        _octets += bytes.Length;
        if (_octets > most)
            throw new CaptureFault($"more than {most / 1024} KiB: take a part of it");
        _stream.AddRange(bytes);
    }

    public void OnBurstEnd()
    {
    }

    public void OnStreamEnd()
    {
        if (_stream.Count > 0)
            _streams.Add([.. _stream]);
        _stream.Clear();
    }
}
