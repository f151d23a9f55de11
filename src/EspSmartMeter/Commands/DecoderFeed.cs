using EspSmartMeter.Captures.Held;
using SmartMeter.Decoding;

namespace EspSmartMeter.Commands;

/// <summary>
/// Feeds a capture to the decoder. With one time stamp for all of it: a capture does not tell when its bytes came in, and time that passes here must not decide
/// anything.
/// </summary>
internal sealed class DecoderFeed(DecoderOptions options, DecodedLines lines) : ICaptureReceiver
{
    private readonly MeterDecoder _decoder = new(options, lines);

    public void OnBytes(ReadOnlySpan<byte> bytes) => _decoder.Feed(bytes, lines.Now);

    public void OnBurstEnd() => _decoder.EndBurst(lines.Now);

    public void OnStreamEnd() => _decoder.End(lines.Now);
}
