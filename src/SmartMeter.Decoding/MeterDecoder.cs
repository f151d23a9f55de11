using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Protocols.Bare;
using SmartMeter.Decoding.Protocols.Hdlc;
using SmartMeter.Decoding.Protocols.Iec62056;
using SmartMeter.Decoding.Protocols.MBus;
using SmartMeter.Decoding.Protocols.P1;
using SmartMeter.Decoding.Protocols.Sml;
using SmartMeter.Decoding.Protocols.Wrapper;
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
        Dictionary<FrameFormat, FrameReader> readers = Readers(options);
        _pipeline = new FramePipeline(readers, sink);
        _scanner = new FrameScanner(readers.Keys, _pipeline);
    }

    /// <summary>How many octets were looked at in search of frames: what a stream costs, told without a clock.</summary>
    internal long LookedAt => _scanner.LookedAt;

    /// <summary>Takes the bytes of one read. <paramref name="now"/> is when they came in; it never goes backwards.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        _pipeline.Expire(now, ended: false);
        _scanner.Push(bytes, now);
    }

    /// <summary>
    /// Tells that nothing came since the last call. Silence ends bursts and lets unfinished frames expire; a source calls this when its line
    /// has been quiet for 100 ms, and each second from then on.
    /// </summary>
    public void Idle(DateTimeOffset now)
    {
        _scanner.Idle(now);
        _pipeline.Expire(now, ended: false);
    }

    /// <summary>The stream is over (end of file, disconnected): whatever is unfinished is decided now. The decoder can be fed anew.</summary>
    public void End(DateTimeOffset now)
    {
        _scanner.End(now);
        _pipeline.Expire(now, ended: true);
    }

    // Each framing and what reads its frames. The order decides only between formats that start and end alike.
    private static Dictionary<FrameFormat, FrameReader> Readers(DecoderOptions options)
    {
        TextPool texts = new();
        MeterClock clock = new(options.TimeZone);
        DataSetPayload p1 = new(texts, clock);
        ListCatalogue lists = options.Lists ?? ListCatalogue.BuiltIn;
        Decipherer decipherer = new(options.Keys, options.Live ? options.FrameCounters ?? new FrameCounters() : null);
        ApduReader NewApduReader() => new(new ListPayload(lists, options.List, texts, clock), new P1Text(p1), decipherer);
        return new Dictionary<FrameFormat, FrameReader>
        {
            [new P1Format(options.VerifyCrc)] = new P1FrameReader(p1, options.VerifyCrc, decipherer),
            [new Iec62056Format()] = new Iec62056FrameReader(p1),
            [new Iec62056BareFormat()] = new Iec62056FrameReader(p1),
            [new Iec62056ProgrammingFormat()] = new ProgrammingMessageReader(),
            [new HdlcFormat()] = new HdlcFrameReader(NewApduReader()),
            [new MBusFormat()] = new MBusFrameReader(NewApduReader()),
            [new SmlFormat(options.VerifyCrc)] = new SmlFrameReader(new SmlListPayload(texts), options.VerifyCrc),
            [new WrapperFormat()] = new WrapperFrameReader(NewApduReader()),
            [new CipheredApduFormat()] = new ApduFrameReader(NewApduReader(), ApduFrame.Found),
            [new LlcFormat()] = new ApduFrameReader(NewApduReader(), ApduFrame.Delimited),
            [new BareApduFormat()] = new ApduFrameReader(NewApduReader(), ApduFrame.Delimited),
        };
    }
}
