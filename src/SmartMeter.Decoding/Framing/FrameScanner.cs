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

    /// <summary>What is over: nothing, a burst that silence followed, or the stream.</summary>
    private enum Ending : byte { None, Burst, Stream }

    private readonly FrameFormat[] _formats;
    private readonly IFrameReceiver _receiver;
    private readonly FrameStarts _starts;
    private readonly StreamWindow _window = new(40 * 1024);
    private readonly CandidateList _candidates = new();
    private readonly RefusedStretch _refused;

    private long _scanned, _nextWake = long.MaxValue, _burstStart;
    private DateTimeOffset _lastByteAt = DateTimeOffset.MinValue;

    public FrameScanner(IEnumerable<FrameFormat> formats, IFrameReceiver receiver)
    {
        _formats = [.. formats];
        _receiver = receiver;
        _refused = new RefusedStretch(_window, receiver);
        _starts = new FrameStarts(_formats);
    }

    public void Push(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (bytes.IsEmpty)
            return;
        TimeSpan silence = now - _lastByteAt;
        if (silence >= BurstGap)
            EndBurst(now, over: silence >= StretchGap);
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
        {
            Evaluate(now, Ending.Stream);
            GiveUp();
        }
        else if (silence >= StretchGap && !_candidates.AnyCertain)
            Refuse(_candidates.EarliestOr(_window.End), next: null);
    }

    public void End(DateTimeOffset now)
    {
        EndBurst(now, over: true);
        Evaluate(now, Ending.Stream);
        GiveUp();
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
                Evaluate(now, Ending.None);
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

    private void Evaluate(DateTimeOffset now, Ending ending)
    {
        if (Evaluate(now, ending, withoutChecksum: false))
            _ = Evaluate(now, ending, withoutChecksum: true);
        _nextWake = _candidates.NextWake();
    }

    // True where candidates of the other kind wait for their turn. The newest first: of two P1 telegrams without CRC that end together, the
    // later start is the whole one.
    private bool Evaluate(DateTimeOffset now, Ending ending, bool withoutChecksum)
    {
        bool othersWait = false;
        for (int i = _candidates.Count - 1; i >= 0; i--)
        {
            ref Candidate candidate = ref _candidates[i];
            if (candidate.WakeAt > _scanned && ending == Ending.None)
                continue;
            bool ended = ending == Ending.Stream || (ending == Ending.Burst && candidate.Format.EndsInSilence);
            if (candidate.WakeAt > _scanned && !ended)
                continue;
            if (candidate.Format.WithoutChecksum != withoutChecksum)
            {
                othersWait = true;
                continue;
            }
            FrameMatch match = MatchOf(candidate, ended);
            if (match.Kind == MatchKind.Complete)
            {
                long decidedAt = candidate.Format.WithoutChecksum && !ended ? _candidates.EndOfCover(i) : 0;
                if (decidedAt > _scanned)
                    candidate.WakeAt = decidedAt;
                else
                    i = Take(i, match.Length, ended, now);
                continue;
            }
            i = Follow(match, i);
        }
        return othersWait;
    }

    private FrameMatch MatchOf(Candidate candidate, bool ended) => candidate.Format.Match(_window.Slice(candidate.Offset, _scanned), candidate.Seen, ended);

    // The index from which to look on. A frame without checksum may be the end of another one (a ciphered APDU in its wrapper).
    private int Take(int index, int length, bool ended, DateTimeOffset now)
    {
        Candidate candidate = _candidates[index];
        long end = candidate.Offset + length;
        int first = candidate.Format.WithoutChecksum ? FirstThatEndsAt(end, index, ended) : index;
        Candidate whole = _candidates[first];
        if (TryAccept(whole.Format, whole.Offset, (int)(end - whole.Offset), now))
            return Math.Min(index, _candidates.Count);
        _candidates.RemoveAt(first);
        return index;
    }

    private int FirstThatEndsAt(long end, int index, bool ended)
    {
        for (int i = 0; i < index; i++)
        {
            if (!_candidates[i].Format.WithoutChecksum)
                continue;
            FrameMatch match = MatchOf(_candidates[i], ended);
            if (match.Kind == MatchKind.Complete && _candidates[i].Offset + match.Length == end)
                return i;
        }
        return index;
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
            _refused.Mark(candidate.Format, new Refusal(candidate.Format.Layer, match.Reason), candidate.Offset, match.Length);
        else if (match.Kind == MatchKind.DamagedHead)
            _refused.MarkHead(candidate.Format, new Refusal(candidate.Format.Layer, match.Reason), candidate.Offset);
        _candidates.RemoveAt(index);
        return index;
    }

    private bool TryAccept(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        if (format.WithoutChecksum)
        {
            // Its payload must speak for it before anything around it is given up.
            if (_receiver.Examine(format, _window.Slice(offset, offset + length), offset, now) is Refusal refusal)
            {
                _refused.Mark(format, refusal, offset, length);
                return false;
            }
            Refuse(offset, format);
        }
        else
        {
            Refuse(offset, format);
            _ = _receiver.Examine(format, _window.Slice(offset, offset + length), offset, now);
        }
        _receiver.Tell(_window.Slice(offset, offset + length), offset);
        _refused.After(format);
        Consume(offset + length - (format.SharesLastOctet ? 1 : 0));
        return true;
    }

    // A network may cut a burst in two: it is tried at its first pause, and again when more of it has come.
    private void EndBurst(DateTimeOffset now, bool over)
    {
        bool taken = _burstStart == _window.Start && _window.End > _window.Start && TryBurst(now);
        if (over)
            Evaluate(now, Ending.Burst);
        if (taken || over)
            _burstStart = _window.End;
    }

    private bool TryBurst(DateTimeOffset now)
    {
        foreach (FrameFormat format in _formats)
        {
            if (!format.WholeBurst)
                continue;
            FrameMatch match = format.Match(_window.Slice(_window.Start, _window.End), ended: true);
            if (match.Kind == MatchKind.Complete)
                return TryAccept(format, _window.Start, match.Length, now);
        }
        return false;
    }

    private void GiveUp()
    {
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
                _refused.Mark(candidate.Format, new Refusal(candidate.Format.Layer, RejectionReason.Oversize), candidate.Offset, candidate.Format.MaxLength);
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
