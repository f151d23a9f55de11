namespace SmartMeter.Decoding;

/// <summary>
/// The one entry point: bytes and the time they came in, readings and rejections out. Keeps what is unfinished between calls, in bounded buffers.
/// Not thread-safe: one decoder a source.
/// </summary>
public sealed class MeterDecoder(DecoderOptions options, IDecoderSink sink)
{
    /// <summary>Takes the bytes of one read. <paramref name="now"/> is when they came in; it never goes backwards.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        _ = options;
        _ = sink;
    }

    /// <summary>
    /// Tells that nothing came since the last call. Silence ends bursts and lets unfinished frames expire; a source calls this when its line has been quiet for 100 ms, and each second from then on.
    /// </summary>
    public void Idle(DateTimeOffset now) => Feed([], now);

    /// <summary>The stream is over (end of file, disconnected): whatever is unfinished is decided now. The decoder can be fed anew.</summary>
    public void End(DateTimeOffset now) => Feed([], now);
}
