using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// Leads each frame to the reader of its format and tells the sink what came of it, in the order of the stream. The frames of one message follow
/// each other: where damage stands between them, one of them may be lost, and joining what is left could mix two messages into wrong values. A stray
/// octet or two is no such damage. Nor are frames joined over a silence that the meter itself does not make (<see cref="MessagePace"/>).
/// </summary>
internal sealed class FramePipeline(IReadOnlyDictionary<FrameFormat, FrameReader> readers, IDecoderSink sink) : IFrameReceiver
{
    private static readonly Refusal PartsMissing = new(RejectionLayer.Dlms, RejectionReason.SegmentMissing);

    private readonly Reading _reading = new();
    private readonly SegmentBuffer _held = new();
    private readonly LineSilences _silences = new();
    private readonly MessagePace _pace = new();
    private FrameReader? _open;
    private FrameOutcome _outcome;
    private TimeSpan _pause;
    private long _told;
    private string? _changed;
    private FrameFormat? _format;
    private DateTimeOffset _now;

    public Refusal? Examine(FrameFormat format, ReadOnlySpan<byte> frame, long offset, DateTimeOffset now)
    {
        FrameReader reader = readers[format];
        TimeSpan pause = _silences.Between(_told, Math.Max(_told, offset));
        if (_open is not null && (_open != reader || pause >= _pace.Patience))
            AbandonOpen();
        _pause = _open is null ? TimeSpan.Zero : pause > _pause ? pause : _pause;
        (_format, _now) = (format, now);
        BeginReading();
        _outcome = reader.Read(frame, _reading);
        if (_outcome.Kind == FrameOutcome.Is.Refused && _held.Any && _outcome.Abandoned is null)
            _outcome = _outcome with { Abandoned = reader.Abandon() ?? _outcome.Refusal };
        _open = _outcome.Kind == FrameOutcome.Is.Part ? reader : null;
        return _outcome.Refusal;
    }

    public void Tell(ReadOnlySpan<byte> frame, long offset)
    {
        // The flag that ended the frame before has been told with it.
        int from = (int)Math.Max(0, _told - offset);
        _told = offset + frame.Length;
        _silences.Forget(_told);
        for (int end = 0; _outcome.More; from = end)
        {
            end = _outcome.Octets == 0 || _outcome.At >= 0 ? frame.Length : Math.Clamp(end + _outcome.Octets, from, frame.Length);
            TellOne(frame, from, end, offset + from);
            BeginReading();
            _outcome = readers[_format!].ReadNext(_reading);
        }
        TellOne(frame, from, frame.Length, offset + from);
    }

    private void BeginReading()
    {
        _reading.Clear();
        _reading.Framing = _format!.Framing;
        _reading.Received = _now;
        _reading.Check = _format.Check;
    }

    // What the octets from one place in the frame to another came to.
    private void TellOne(ReadOnlySpan<byte> whole, int from, int to, long offset)
    {
        ReadOnlySpan<byte> frame = whole[from..to];
        if (_outcome.Abandoned is not null)
            _held.Refuse(_outcome.Abandoned, sink);
        if (_outcome.At >= 0)
        {
            sink.OnRejected(_outcome.Refusal!.Of(whole.Slice(_outcome.At, _outcome.Octets), offset - from + _outcome.At));
            return;
        }
        switch (_outcome.Kind)
        {
            case FrameOutcome.Is.Part:
                if (!_held.Any)
                    _pace.Begin(_now);
                if (!_held.TryHold(frame, offset))
                    AbandonOpen();
                break;
            case FrameOutcome.Is.Refused:
                sink.OnRejected(_outcome.Refusal!.Of(frame, offset) with { Check = _reading.Check });
                break;
            default:
                _reading.Offset = _held.Any ? _held.Offset : offset;
                _reading.Bytes = (int)(offset + frame.Length - _reading.Offset) - _held.Foreign - _outcome.Lost;
                sink.OnReading(_reading);
                if (_held.Any)
                    _pace.Whole(_pause);
                _held.Clear(sink);
                break;
        }
    }

    public void OnStretch(Refusal refusal, ReadOnlySpan<byte> bytes, long offset)
    {
        // The parts' numbers, tag and structure then say whether they are one message.
        if (_held.Any && StrayOctets.MayStand(bytes) && _held.TryHoldStray(bytes, offset, refusal))
            return;
        AbandonOpen();
        sink.OnRejected(refusal.Of(bytes, offset));
    }

    public void OctetsAreChanged(string? how)
    {
        if (how == _changed)
            return;
        _changed = how;
        sink.OnOctetsChanged(how);
    }

    public void OnLinkTraffic(ReadOnlySpan<byte> bytes)
    {
        if (_held.Any)
            _held.Pass(bytes.Length);
        sink.OnLinkTraffic(bytes.Length);
    }

    /// <summary>Octets come, the first of them at this place: silence is over.</summary>
    public void EndSilence(long at, DateTimeOffset now) => _silences.End(at, now);

    /// <summary>Gives up a message whose next frame has not begun to come for too long.</summary>
    /// <param name="undecided">The place of the first octet of which it is not known what it is.</param>
    /// <param name="received">The place behind the last octet that came.</param>
    /// <param name="now">The time.</param>
    public void Expire(long undecided, long received, DateTimeOffset now)
    {
        if (!_held.Any)
            return;
        long next = Math.Max(_told, undecided);
        TimeSpan silence = _silences.Between(_told, next) + (next < received ? TimeSpan.Zero : _silences.Now(now));
        if (silence >= _pace.Patience)
            AbandonOpen();
    }

    /// <summary>Gives up a message that is not whole: nothing more will come.</summary>
    public void End()
    {
        if (_held.Any)
            AbandonOpen();
    }

    private void AbandonOpen()
    {
        Refusal? refusal = _open?.Abandon();
        _open = null;
        _held.Refuse(refusal ?? PartsMissing, sink);
    }
}
