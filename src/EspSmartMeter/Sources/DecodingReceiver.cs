using SmartMeter.Decoding;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>Decodes what one source sends.</summary>
/// <param name="source">It.</param>
/// <param name="options">As the user set them.</param>
/// <param name="receiver">Takes what comes of it.</param>
/// <param name="lines">How many lines there are.</param>
internal sealed class DecodingReceiver(Source source, DecoderOptions options, ISourceReceiver receiver, Func<int> lines) : IByteReceiver, IDecoderSink
{
    private MeterDecoder? _decoder;
    private DateTimeOffset _now;

    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        source.Recent.Add(bytes, now, lines());
        DecoderAt(now).Feed(bytes, now);
    }

    public void EndBurst(DateTimeOffset now)
    {
        source.Recent.EndBurst();
        DecoderAt(now).EndBurst(now);
    }

    public void Idle(DateTimeOffset now)
    {
        DecoderAt(now).Idle(now);
        receiver.OnIdle(source, now);
    }

    public void End(DateTimeOffset now)
    {
        source.Recent.EndStream();
        DecoderAt(now).End(now);
    }

    public void OnReading(Reading reading)
    {
        source.Statistics.Decoded(reading.Received, reading.Check >= TelegramCheck.Sum7);
        source.Telegrams.Take(reading);
        receiver.OnReading(source, reading);
    }

    public void OnRejected(Rejected rejected)
    {
        source.Statistics.Refused(rejected, _now);
        receiver.OnRejected(source, rejected, _now);
    }

    public void OnLinkTraffic(int octets) => source.Statistics.LinkTraffic(octets);

    public void OnOctetsChanged(string? how) => source.Statistics.OctetsChanged(how);

    /// <summary>A decoder's time never goes backwards: where the clock was set back, a new one begins.</summary>
    private MeterDecoder DecoderAt(DateTimeOffset now)
    {
        if (_decoder is not null && now < _now)
        {
            _decoder.End(_now);
            _decoder = null;
        }
        _now = now;
        return _decoder ??= new MeterDecoder(options, this);
    }
}
