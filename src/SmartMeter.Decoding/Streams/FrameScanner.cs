namespace SmartMeter.Decoding.Streams;

/// <summary>
/// Finds frames of several formats in one stream of bytes, with noise, cuts and false lengths in it.
/// <para>
/// Each byte that can start a frame adds a candidate, which the <see cref="CandidateTracker"/> follows. The stream is looked at byte by byte, so that the
/// result does not depend on how it is cut into reads; silence ends bursts, and unfinished frames.
/// </para>
/// Memory is the window and the candidates, both bounded; time is linear in the bytes, with the number of candidates as a bounded factor.
/// </summary>
internal sealed class FrameScanner
{
    /// <summary>Silence that ends a burst.</summary>
    public static readonly TimeSpan BurstGap = TimeSpan.FromMilliseconds(100);

    /// <summary>Silence after which a burst that made no sense is told to be refused; until then the rest of it may come.</summary>
    public static readonly TimeSpan StretchGap = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which an unfinished frame is given up: a network may stall, a meter does not pause inside a frame.</summary>
    public static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(10);

    private readonly FrameFormat[] _wholeBursts;
    private readonly FrameStarts _starts;
    private readonly StreamWindow _window = new(40 * 1024);
    private readonly CandidateList _candidates;
    private readonly StreamDivider _divider;
    private readonly CandidateTracker _tracker;

    private long _burstStart;
    private DateTimeOffset _lastByteAt = DateTimeOffset.MinValue;

    // All before this place had come by then.
    private (long Place, DateTimeOffset At) _checkpoint;

    public FrameScanner(IEnumerable<FrameFormat> formats, IFrameReceiver receiver)
    {
        FrameFormat[] all = [.. formats];
        _starts = new FrameStarts(all);
        _wholeBursts = [.. all.Where(format => format.WholeBurst)];
        _candidates = new CandidateList(_window);
        _divider = new StreamDivider(_window, _candidates, receiver, all);
        _tracker = new CandidateTracker(_window, _candidates, _divider);
    }

    /// <inheritdoc cref="CandidateList.LookedAt"/>
    public long LookedAt => _candidates.LookedAt;

    /// <summary>How many octets have come.</summary>
    public long Received => _window.End;

    /// <summary>The place of the first octet of which it is not known what it is.</summary>
    public long Undecided => _window.Start;

    /// <summary>Takes octets; the silence before them has been told by <see cref="Idle"/>.</summary>
    public void Push(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (bytes.IsEmpty)
            return;
        _lastByteAt = now;
        while (!bytes.IsEmpty)
        {
            if (_window.Free == 0)
                _divider.MakeRoom(now);
            int count = Math.Min(bytes.Length, _window.Free);
            _window.Append(bytes[..count]);
            bytes = bytes[count..];
            Scan(now);
        }
    }

    /// <summary>Nothing came since the bytes that came last.</summary>
    public void Idle(DateTimeOffset now)
    {
        Silence silence = SilenceBy(now);
        if (silence == Silence.InsideBurst)
            return;
        TryBurst(now, over: silence >= Silence.AfterStretch);
        if (now - _checkpoint.At >= LongestStall)
            PassCheckpoint(now);
        if (silence >= Silence.AfterStretch)
            _divider.SettleLast();
        if (silence == Silence.AfterStall)
            GiveUp(now);
        else if (silence == Silence.AfterStretch && !_candidates.AnyHasProvenHead)
            _divider.RefuseUnclaimed(now);
    }

    public void EndBurst(DateTimeOffset now) => TryBurst(now, over: true);

    public void End(DateTimeOffset now)
    {
        TryBurst(now, over: true);
        GiveUp(now);
    }

    /// <summary>What the silence behind the last byte ends.</summary>
    private enum Silence : byte { InsideBurst, AfterBurst, AfterStretch, AfterStall }

    private Silence SilenceBy(DateTimeOffset now)
    {
        TimeSpan silence = now - _lastByteAt;
        return silence >= LongestStall ? Silence.AfterStall
            : silence >= StretchGap ? Silence.AfterStretch
            : silence >= BurstGap ? Silence.AfterBurst
            : Silence.InsideBurst;
    }

    // Nothing more will come: what is not whole never will be.
    private void GiveUp(DateTimeOffset now)
    {
        _tracker.Evaluate(now, ended: true);
        _divider.RefuseAll(now);
    }

    // On a busy line where each telegram is cut, one frame or another is always unfinished: what none of them holds is reported all the same.
    private void PassCheckpoint(DateTimeOffset now)
    {
        if (_window.Start < _checkpoint.Place)
            _divider.RefuseBeforeOpen(_checkpoint.Place, now);
        _checkpoint = (_window.End, now);
    }

    private void Scan(DateTimeOffset now)
    {
        while (_window.LookedTo < _window.End)
        {
            long until = Math.Min(_window.End, Math.Max(_candidates.NextWake, _window.LookedTo + 1));
            int mark = _window.Slice(_window.LookedTo, until).IndexOfAny(_starts.Marks);
            if (mark < 0)
                _window.LookedTo = until;
            else
                Note(_window.LookedTo + mark);
            if (_window.LookedTo >= _candidates.NextWake)
                _tracker.Evaluate(now, ended: false);
        }
    }

    // What starts here, and what may end.
    private void Note(long at)
    {
        _window.LookedTo = at + 1;
        ReadOnlySpan<byte> known = _window.Slice(at, Math.Min(_window.End, at + 2));
        if (_starts.IsTrigger(known[0]))
            _candidates.EndByteCame(known[0], _window.LookedTo);
        _ = _starts.Follow(known, at, _candidates);
    }

    // A network may cut a burst in two: it is tried at its first pause, and again when more of it has come. If an open frame's head says
    // that bytes are to come, they are these.
    private void TryBurst(DateTimeOffset now, bool over)
    {
        bool accepted = _burstStart >= _window.Start && _window.End > _burstStart && !_candidates.AnyAwaitsItsEnd && TryAcceptBurst(now);
        if (accepted || over)
            _burstStart = _window.End;
    }

    private bool TryAcceptBurst(DateTimeOffset now)
    {
        foreach (FrameFormat format in _wholeBursts)
        {
            FrameMatch match = format.Match(_window.Slice(_burstStart, _window.End), ended: true);
            if (match.Kind == MatchKind.Complete)
                return _tracker.TryAcceptUnproven(format, _burstStart, match.Length, now);
        }
        return false;
    }
}
