using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Protocols;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding;

/// <summary>
/// Takes bytes apart for people: frames, layers, structure, values, each with its place, and what is wrong where. Finds and reads frames as
/// <see cref="MeterDecoder"/> does, which knows nothing of it. Not for a steady stream: it keeps all that it finds.
/// </summary>
public sealed class FrameDissector
{
    private readonly List<FrameDissection> _found = [];
    private readonly List<byte[]> _message = [];
    private readonly Dictionary<FrameFormat, FrameReader> _readers;
    private readonly Decipherer _decipherer;
    private readonly ListCatalogue _lists;
    private ApduDissection? _apdus;
    private DateTimeOffset _now;

    private FrameDissector(DecoderOptions options)
    {
        PayloadReaders payloads = MeterDecoder.PayloadReadersOf(options with { Live = false });
        _readers = ProtocolTable.For(payloads);
        _decipherer = payloads.Decipherer;
        _lists = options.Lists ?? ListCatalogue.BuiltIn;
    }

    /// <summary>All frames and stretches of what a line sent, in their order.</summary>
    /// <param name="bursts">What came, and when.</param>
    /// <param name="options">Keys, lists and the like, as for a decoder.</param>
    /// <param name="until">More may come than had come by then: what is unfinished is left out. Null: this is all.</param>
    public static IReadOnlyList<FrameDissection> Of(IReadOnlyList<DissectedBurst> bursts, DecoderOptions options, DateTimeOffset? until = null)
    {
        ArgumentNullException.ThrowIfNull(bursts);
        ArgumentNullException.ThrowIfNull(options);
        FrameDissector dissector = new(options);
        Outcomes outcomes = new();
        FramePipeline pipeline = new(dissector._readers, outcomes);
        FrameScanner scanner = new(dissector._readers.Keys, new Observer(dissector, pipeline, outcomes));
        foreach (DissectedBurst burst in bursts)
        {
            dissector.Feed(scanner, pipeline, burst);
            dissector.AddStretches(outcomes);
        }
        if (until is DateTimeOffset now)
        {
            scanner.Idle(now);
        }
        else
        {
            scanner.End(dissector._now);
            pipeline.End();
        }
        dissector.AddStretches(outcomes);
        return [.. dissector._found.OrderBy(found => found.Offset)];
    }

    private void Feed(FrameScanner scanner, FramePipeline pipeline, DissectedBurst burst)
    {
        // Where the clock was set back, it stands.
        DateTimeOffset at = burst.At > _now ? burst.At : _now;
        scanner.Idle(at);
        pipeline.Expire(scanner.Undecided, scanner.Received, at);
        pipeline.EndSilence(scanner.Received, at);
        _now = at;
        scanner.Push(burst.Bytes.Span, at);
        if (burst.End == BurstEnd.Carrier)
        {
            scanner.EndBurst(at);
        }
        else if (burst.End == BurstEnd.Stream)
        {
            scanner.End(at);
            pipeline.End();
        }
    }

    private void AddFrame(FrameFormat format, ReadOnlySpan<byte> frame, long offset, Outcomes outcomes)
    {
        Reading? reading = outcomes.TakeReading();
        Rejected? rejected = outcomes.TakeRejected(offset, frame.Length);
        bool isPart = reading is null && rejected is null;
        PartTree parts = new(frame);
        _readers[format].Dissect(frame, parts, reading, (into, from, to) => WriteApdu(into, from, to, reading, isPart));
        if (!isPart)
            EndMessage();
        _found.Add(new FrameDissection(format.Framing, offset, _now, parts.Octets, parts.Parts, reading, rejected));
    }

    // A piece of a message waits for the rest, but for a block, which has a head of its own.
    private void WriteApdu(PartTree parts, int from, int to, Reading? reading, bool isPart)
    {
        ReadOnlySpan<byte> apdu = parts.Bytes[Math.Min(from, parts.Bytes.Length)..Math.Min(to, parts.Bytes.Length)];
        _message.Add(apdu.ToArray());
        _apdus ??= new ApduDissection(_decipherer, _lists);
        _apdus.Reading = reading;
        bool isBlock = Apdu.WithoutLlc(apdu) is [Apdu.GeneralBlockTransfer, ..] && TransferBlock.TryRead(Apdu.WithoutLlc(apdu), out _);
        if (isBlock || (_message.Count == 1 && !isPart))
        {
            _apdus.Write(parts, from, from + apdu.Length);
        }
        else if (!isPart)
        {
            byte[] joined = [.. _message.SelectMany(octets => octets)];
            parts.BeginOctets($"message of {_message.Count} frames", joined);
            _apdus.Write(parts, 0, joined.Length);
            parts.EndOctets();
        }
    }

    // What is no sound frame: taken apart as the one that it was refused as.
    private void AddStretches(Outcomes outcomes)
    {
        foreach (Rejected rejected in outcomes.TakeRest())
        {
            // A part of a message that was given up later.
            int part = _found.FindIndex(found => found.Offset == rejected.Offset && found is { Reading: null, Rejected: null });
            if (part >= 0)
            {
                _found[part] = _found[part] with { Rejected = rejected };
                continue;
            }
            FrameFormat? format = FormatOf(rejected);
            PartTree parts = new(rejected.Bytes.Span);
            EndMessage();
            if (format is null)
                parts.Add("octets", 0, rejected.Bytes.Length, fault: "no frame of any meter");
            else
                _readers[format].Dissect(rejected.Bytes.Span, parts, reading: null, (into, from, to) => WriteApdu(into, from, to, reading: null, isPart: false));
            _found.Add(new FrameDissection(format?.Framing, rejected.Offset, _now, parts.Octets, parts.Parts, null, rejected));
        }
    }

    private void EndMessage()
    {
        _message.Clear();
        _apdus = null;
    }

    private FrameFormat? FormatOf(Rejected rejected)
    {
        ReadOnlyMemory<byte> bytes = rejected.Bytes;
        FrameFormat[] starting = [.. _readers.Keys.Where(format => format.StartOctets.Contains(bytes.Span[0]))];
        return Array.Find(starting, format => format.Framing == rejected.Layer.Name)
            ?? Array.Find(starting, format => format.Match(bytes.Span, ended: true).Length == bytes.Length);
    }

    /// <summary>What the pipeline tells.</summary>
    private sealed class Outcomes : IDecoderSink
    {
        private readonly List<Rejected> _rejected = [];
        private Reading? _reading;

        public Rejected[] TakeRest()
        {
            Rejected[] rest = [.. _rejected];
            _rejected.Clear();
            return rest;
        }

        public void OnReading(Reading reading) => _reading = reading.Copy();

        public void OnRejected(Rejected rejected) => _rejected.Add(rejected);

        public Reading? TakeReading()
        {
            Reading? reading = _reading;
            _reading = null;
            return reading;
        }

        public Rejected? TakeRejected(long offset, int length)
        {
            int at = _rejected.FindIndex(rejected => rejected.Offset >= offset - 1 && rejected.Offset < offset + length);
            if (at < 0)
                return null;
            Rejected found = _rejected[at];
            _rejected.RemoveAt(at);
            return found;
        }
    }

    /// <summary>Stands between the scanner and the pipeline.</summary>
    private sealed class Observer(FrameDissector dissector, FramePipeline pipeline, Outcomes outcomes) : IFrameReceiver
    {
        private FrameFormat? _format;

        public Refusal? Examine(FrameFormat format, ReadOnlySpan<byte> frame, long offset, DateTimeOffset now)
        {
            _format = format;
            return pipeline.Examine(format, frame, offset, now);
        }

        public void Tell(ReadOnlySpan<byte> frame, long offset)
        {
            pipeline.Tell(frame, offset);
            dissector.AddFrame(_format!, frame, offset, outcomes);
        }

        public void OnLinkTraffic(ReadOnlySpan<byte> bytes) => pipeline.OnLinkTraffic(bytes);

        public void OctetsAreChanged(string? how) => pipeline.OctetsAreChanged(how);

        public void OnStretch(Refusal refusal, ReadOnlySpan<byte> bytes, long offset) => pipeline.OnStretch(refusal, bytes, offset);
    }
}
