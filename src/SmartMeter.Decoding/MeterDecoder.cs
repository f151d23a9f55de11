using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Protocols;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding;

/// <summary>
/// The one entry point: bytes and the time they came in, readings and rejections out. Keeps what is unfinished between calls, in bounded buffers.
/// Not thread-safe: one decoder a source.
/// </summary>
public sealed class MeterDecoder
{
    private readonly FramePipeline _pipeline;
    private readonly FrameScanner _scanner;

    /// <param name="options">What the user told.</param>
    /// <param name="sink">Takes what is found, on the caller's thread.</param>
    public MeterDecoder(DecoderOptions options, IDecoderSink sink)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sink);
        Dictionary<FrameFormat, FrameReader> readers = ProtocolTable.For(PayloadReadersOf(options));
        _pipeline = new FramePipeline(readers, sink);
        _scanner = new FrameScanner(readers.Keys, _pipeline);
    }

    /// <summary>The framings that are known, as <see cref="Reading.Framing"/> and data.json name them.</summary>
    public static IReadOnlyList<string> Framings { get; } =
        [.. ProtocolTable.For(PayloadReadersOf(new DecoderOptions())).Keys.Select(format => format.Framing).Distinct()];

    /// <summary>How many octets were looked at in search of frames: what a stream costs, told without a clock.</summary>
    internal long LookedAt => _scanner.LookedAt;

    /// <summary>Takes the bytes of one read. <paramref name="now"/> is when they came in; it never goes backwards.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        Idle(now);
        if (!bytes.IsEmpty)
            _pipeline.EndSilence(_scanner.Received, now);
        _scanner.Push(bytes, now);
    }

    /// <summary>
    /// Tells that nothing came since the last call. Silence ends bursts and lets unfinished frames expire; a source calls this when its line
    /// has been quiet for 100 ms, and each second from then on.
    /// </summary>
    public void Idle(DateTimeOffset now)
    {
        _scanner.Idle(now);
        Expire(now);
    }

    /// <summary>
    /// Tells that a burst ended with the bytes that came last, where what carries them knows it: one datagram, one payload. What comes next is another
    /// burst, however soon; a frame that began in this one may go on in it.
    /// </summary>
    public void EndBurst(DateTimeOffset now) => _scanner.EndBurst(now);

    /// <summary>The stream is over (end of file, disconnected): whatever is unfinished is decided now. The decoder can be fed anew.</summary>
    public void End(DateTimeOffset now)
    {
        _scanner.End(now);
        _pipeline.End();
    }

    // A frame that has begun to come may be the next of its message: that is decided when it is whole.
    private void Expire(DateTimeOffset now)
    {
        if (!_scanner.IsInFrame)
            _pipeline.Expire(_scanner.Received, now);
    }

    internal static PayloadReaders PayloadReadersOf(DecoderOptions options) => new(
        options.Lists ?? ListCatalogue.BuiltIn,
        options.List,
        new MeterClock(options.TimeZone),
        new Decipherer(options.Keys, options.Live ? options.FrameCounters ?? new FrameCounters() : null),
        options.VerifyCrc);
}
