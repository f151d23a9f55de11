namespace SmartMeter.Decoding.Framing;

/// <summary>
/// Finds frames of several formats in one stream of bytes, with noise, cuts and false lengths in it.
/// <para>
/// Every octet that can start a frame starts a candidate, and the candidate that is first proven whole wins, wherever others say that
/// they end: a false length holds nothing back. The stream is looked at octet by octet, so that the result does not depend on how it is
/// cut into reads. What lies before a winner is refused, with the best reason at hand.
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

    private readonly FrameFormat[] _formats;
    private readonly IFrameReceiver _receiver;
    private readonly FrameStarts _starts;
    private readonly StreamWindow _window = new(40 * 1024);
    private readonly CandidateList _candidates;
    private readonly RefusedStretch _refused;

    private long _scanned, _nextWake = long.MaxValue, _burstStart;
    private DateTimeOffset _lastByteAt = DateTimeOffset.MinValue;

    public FrameScanner(IEnumerable<FrameFormat> formats, IFrameReceiver receiver)
    {
        _formats = [.. formats];
        _receiver = receiver;
        _candidates = new CandidateList(_window);
        _refused = new RefusedStretch(_window, receiver);
        _starts = new FrameStarts(_formats);
    }

    /// <inheritdoc cref="CandidateList.LookedAt"/>
    public long LookedAt => _candidates.LookedAt;

    public void Push(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (bytes.IsEmpty)
            return;
        Idle(now);
        _lastByteAt = now;
        while (!bytes.IsEmpty)
        {
            if (_window.Free == 0)
                MakeRoom();
            int count = Math.Min(bytes.Length, _window.Free);
            _window.Append(bytes[..count]);
            bytes = bytes[count..];
            Scan(now);
        }
    }

    public void Idle(DateTimeOffset now)
    {
        TimeSpan silence = now - _lastByteAt;
        if (silence < BurstGap)
            return;
        EndBurst(now, over: silence >= StretchGap);
        if (silence >= LongestStall)
            GiveUp(now);
        else if (silence >= StretchGap && !_candidates.AnyCertain)
            Refuse(_candidates.EarliestOr(_window.End), next: null);
    }

    public void End(DateTimeOffset now)
    {
        EndBurst(now, over: true);
        GiveUp(now);
    }

    private void Scan(DateTimeOffset now)
    {
        while (_scanned < _window.End)
        {
            long until = Math.Min(_window.End, Math.Max(_nextWake, _scanned + 1));
            int mark = _window.Slice(_scanned, until).IndexOfAny(_starts.Marks);
            if (mark < 0)
                _scanned = until;
            else
                Note(_scanned + mark);
            if (_scanned >= _nextWake)
                Evaluate(now, ended: false);
        }
    }

    // What starts here, and what may end.
    private void Note(long at)
    {
        _scanned = at + 1;
        ReadOnlySpan<byte> known = _window.Slice(at, Math.Min(_window.End, at + 2));
        if (_starts.IsTrigger(known[0]))
            _nextWake = Math.Min(_nextWake, _candidates.WakeTriggered(known[0], _scanned));
        if (_starts.Follow(known, at, _candidates))
            _nextWake = Math.Min(_nextWake, at + 2);
    }

    private void Evaluate(DateTimeOffset now, bool ended)
    {
        if (EvaluateChecksummed(now, ended))
            EvaluateOthers(now, ended);
        _nextWake = _candidates.NextWake();
    }

    // The newest first: of two P1 telegrams without CRC that end together, the later start is the whole one. True where candidates without
    // checksum wait for their turn.
    private bool EvaluateChecksummed(DateTimeOffset now, bool ended)
    {
        bool othersWait = false;
        for (int i = _candidates.Count - 1; i >= 0; i--)
        {
            Candidate candidate = _candidates[i];
            if (candidate.WakeAt > _scanned && !ended)
                continue;
            if (candidate.Format.WithoutChecksum)
            {
                othersWait = true;
                continue;
            }
            FrameMatch match = _candidates.Look(i, _scanned, ended);
            if (match.Kind != MatchKind.Complete)
            {
                i = Follow(match, i);
                continue;
            }
            if (!match.Unproven)
                Accept(candidate.Format, candidate.Offset, match.Length, now);
            else if (ended || !IsPostponed(i, match.Length))
                TakeUnproven(candidate.Format, candidate.Offset, match.Length, now);
            i = Math.Min(i, _candidates.Count);
        }
        return othersWait;
    }

    // In the order of the stream: one that waited until a frame around it was decided is not lost to the one behind it.
    private void EvaluateOthers(DateTimeOffset now, bool ended)
    {
        for (int i = 0; i < _candidates.Count;)
        {
            ref Candidate candidate = ref _candidates[i];
            if (!candidate.Format.WithoutChecksum || (candidate.WakeAt > _scanned && !ended))
            {
                i++;
                continue;
            }
            FrameMatch match = _candidates.Look(i, _scanned, ended);
            if (match.Kind != MatchKind.Complete)
                i = Follow(match, i) + (match.Kind == MatchKind.Incomplete ? 1 : 0);
            else if (!ended && IsPostponed(i, match.Length))
                i++;
            else
            {
                Take(i, match.Length, ended, now);
                i = 0;
            }
        }
    }

    // What has no checksum waits until a frame is decided that it may lie in.
    private bool IsPostponed(int index, int length)
    {
        long decidedAt = _candidates.EndOfCover(index);
        if (decidedAt <= _scanned)
            return false;
        _candidates[index].WakeAt = decidedAt;
        _candidates[index].Whole = length;
        return true;
    }

    // What was whole and waited for the end of a frame around it that has not come true.
    private void TakePostponed(long until, DateTimeOffset now)
    {
        for (int i = 0; i < _candidates.Count && _candidates[i].Offset < until;)
        {
            Candidate candidate = _candidates[i];
            if (candidate.Whole == 0 || candidate.Offset + candidate.Whole > until)
            {
                i++;
                continue;
            }
            Take(i, candidate.Whole, ended: false, now);
            i = 0;
        }
    }

    // A frame without checksum may be the end of another one (a ciphered APDU in its wrapper).
    private void Take(int index, int length, bool ended, DateTimeOffset now)
    {
        long end = _candidates[index].Offset + length;
        int first = _candidates.FirstThatEndsAt(end, index, _scanned, ended);
        Candidate whole = _candidates[first];
        TakeUnproven(whole.Format, whole.Offset, (int)(end - whole.Offset), now);
    }

    // One that is refused is followed no longer.
    private void TakeUnproven(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        if (!TryAcceptUnproven(format, offset, length, now))
            _candidates.Remove(format, offset);
    }

    // The index from which to look on.
    private int Follow(FrameMatch match, int index)
    {
        ref Candidate candidate = ref _candidates[index];
        if (match.Kind == MatchKind.Incomplete)
        {
            candidate.WakeAt = match.Length == 0 ? long.MaxValue : candidate.Offset + match.Length;
            candidate.Certain |= match.Certain;
            candidate.Seen = match.Seen;
            return candidate.Established ? index : _candidates.Establish(index);
        }
        if (match.Kind == MatchKind.Damaged)
            _refused.Mark(candidate.Format, Refusal.For(candidate.Format.Layer, match.Reason), candidate.Offset, match.Length);
        else if (match.Kind == MatchKind.DamagedHead)
            _refused.MarkHead(candidate.Format, Refusal.For(candidate.Format.Layer, match.Reason), candidate.Offset);
        _candidates.RemoveAt(index);
        return index;
    }

    private void Accept(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        TakePostponed(offset, now);
        Refuse(offset, format);
        _ = _receiver.Examine(format, _window.Slice(offset, offset + length), offset, now);
        Tell(format, offset, length);
    }

    // Its payload must speak for it before anything around it is given up.
    private bool TryAcceptUnproven(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        TakePostponed(offset, now);
        if (_receiver.Examine(format, _window.Slice(offset, offset + length), offset, now) is Refusal refusal)
        {
            _refused.Mark(format, refusal, offset, length);
            return false;
        }
        Refuse(offset, format);
        Tell(format, offset, length);
        return true;
    }

    private void Tell(FrameFormat format, long offset, int length)
    {
        _receiver.Tell(_window.Slice(offset, offset + length), offset);
        _refused.After(format, offset + length);
        Consume(offset + length - (format.SharesLastOctet ? 1 : 0));
    }

    // A network may cut a burst in two: it is tried at its first pause, and again when more of it has come. Where an open frame's head tells
    // that octets are to come, they are these.
    private void EndBurst(DateTimeOffset now, bool over)
    {
        bool taken = _burstStart >= _window.Start && _window.End > _burstStart && !_candidates.AnyAwaitsOctets && TryBurst(now);
        if (taken || over)
            _burstStart = _window.End;
    }

    private bool TryBurst(DateTimeOffset now)
    {
        foreach (FrameFormat format in _formats)
        {
            if (!format.WholeBurst)
                continue;
            FrameMatch match = format.Match(_window.Slice(_burstStart, _window.End), ended: true);
            if (match.Kind == MatchKind.Complete)
                return TryAcceptUnproven(format, _burstStart, match.Length, now);
        }
        return false;
    }

    private void GiveUp(DateTimeOffset now)
    {
        Evaluate(now, ended: true);
        Refuse(_window.End, next: null);
        Consume(_window.End);
    }

    // The window is full: what has outgrown its format is given up, and all before the oldest start that is left.
    private void MakeRoom()
    {
        for (int i = _candidates.Count - 1; i >= 0; i--)
        {
            Candidate candidate = _candidates[i];
            if (_window.End - candidate.Offset <= candidate.Format.MaxLength)
                continue;
            if (candidate.Certain)
                _refused.Mark(candidate.Format, Refusal.For(candidate.Format.Layer, RejectionReason.Oversize), candidate.Offset, candidate.Format.MaxLength);
            _candidates.RemoveAt(i);
        }
        Refuse(_candidates.EarliestOr(_window.End), next: null);
    }

    private void Refuse(long until, FrameFormat? next)
    {
        _refused.Tell(until, next, _candidates);
        Consume(until);
    }

    private void Consume(long until)
    {
        _candidates.RemoveBefore(until);
        _refused.Forget(until);
        _window.DiscardTo(until);
        _nextWake = _candidates.NextWake();
    }
}
