using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// The candidates for frames, and what comes of them: the one that is first proven whole wins, wherever others say that they end, so that a
/// false length holds nothing back. What lies before a winner is refused, with the best reason at hand.
/// </summary>
internal sealed class CandidateTracker(StreamWindow window, IFrameReceiver receiver, IEnumerable<FrameFormat> formats)
{
    private readonly ChangedFrames _changed = new([.. formats.Where(format => format.IsBinary)]);
    private readonly CandidateList _candidates = new(window);
    private readonly RefusedStretch _refused = new(window, receiver);

    /// <inheritdoc cref="CandidateList.LookedAt"/>
    public long LookedAt => _candidates.LookedAt;

    /// <summary>The stream offset at which a candidate is worth looking at again.</summary>
    public long NextWake { get; private set; } = long.MaxValue;

    /// <inheritdoc cref="CandidateList.AnyCertain"/>
    public bool AnyCertain => _candidates.AnyCertain;

    /// <inheritdoc cref="CandidateList.AnyAwaitsOctets"/>
    public bool AnyAwaitsOctets => _candidates.AnyAwaitsOctets;

    /// <summary>Takes in what may start at <paramref name="at"/>.</summary>
    /// <param name="starts">Knows that.</param>
    /// <param name="known">The octet there, and the one behind it if that has come.</param>
    /// <param name="at">The place in the stream.</param>
    public void Enter(FrameStarts starts, ReadOnlySpan<byte> known, long at)
    {
        if (starts.Follow(known, at, _candidates))
            NextWake = Math.Min(NextWake, at + 2);
    }

    /// <summary>An octet came that ends frames of some formats.</summary>
    public void Trigger(byte octet) => NextWake = Math.Min(NextWake, _candidates.WakeTriggered(octet, window.LookedTo));

    /// <summary>Looks at the candidates whose time has come; where nothing more will come, at all of them.</summary>
    public void Evaluate(DateTimeOffset now, bool ended)
    {
        if (EvaluateChecksummed(now, ended))
            EvaluateOthers(now, ended);
        NextWake = _candidates.NextWake();
    }

    /// <summary>Takes what has no check of its own, if its payload speaks for it: before that nothing around it is given up.</summary>
    public bool TryAcceptUnproven(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        TakePostponed(offset, now);
        if (Settle(offset) && _candidates.EarliestOr(offset) >= offset)
            Refuse(offset, format, now);
        if (receiver.Examine(format, window.Slice(offset, offset + length), offset, now) is Refusal refusal)
        {
            _refused.MarkWhole(format, refusal, offset, length);
            return false;
        }
        if (TakeChanged(offset, now))
            _ = receiver.Examine(format, window.Slice(offset, offset + length), offset, now);
        RefuseRest(offset, format);
        Tell(format, offset, length);
        return true;
    }

    /// <summary>
    /// Refuses what no candidate holds. What looks like a start inside a frame that a gateway changed holds nothing back; inside a refused frame that came
    /// whole it holds all of that.
    /// </summary>
    public void RefuseUnclaimed(DateTimeOffset now)
    {
        _ = TakeChanged(window.End, now);
        RefuseRest(_refused.OutsideWhole(_candidates.EarliestOr(window.End)), next: null);
    }

    /// <summary>
    /// Refuses what lies before the oldest frame that is being followed, so that it is told while others come. What began before
    /// <paramref name="place"/> and has not proven its head is none.
    /// </summary>
    public void RefuseBeforeOpen(long place, DateTimeOffset now)
    {
        _ = TakeChanged(window.End, now);
        long until = _refused.OutsideWhole(_candidates.EarliestCertainBefore(place));
        if (until <= window.Start)
            return;
        _ = Settle(until);
        RefuseRest(until, next: null);
    }

    /// <summary>Silence followed the last octet: a refused frame that ends there was as long as it said.</summary>
    public void SettleLast() => _ = Settle(window.End);

    /// <summary>Nothing more will come: what is not whole never will be.</summary>
    public void GiveUp(DateTimeOffset now)
    {
        Evaluate(now, ended: true);
        SettleLast();
        Refuse(window.End, next: null, now);
        Consume(window.End);
    }

    /// <summary>The window is full: what has outgrown its format is given up, and all before the oldest start that is left.</summary>
    public void MakeRoom(DateTimeOffset now)
    {
        for (int i = _candidates.Count - 1; i >= 0; i--)
        {
            Candidate candidate = _candidates[i];
            if (window.End - candidate.Offset <= candidate.Format.MaxLength)
                continue;
            if (candidate.Certain)
                _refused.Mark(candidate.Format, Refusal.For(candidate.Format.Layer, RejectionReason.Oversize), candidate.Offset, candidate.Format.MaxLength);
            _candidates.RemoveAt(i);
        }
        _ = TakeChanged(window.End, now);
        long until = _candidates.EarliestOr(window.End), outside = _refused.OutsideWhole(until);
        RefuseRest(outside > window.Start ? outside : until, next: null);
    }

    // A refused frame that came whole (ciphered, and no key) ends where the next one starts, or silence: nothing that seems to start inside it does.
    private bool Settle(long end)
    {
        long start = _refused.WholeThatEndsAt(end);
        if (start < 0)
            return false;
        _refused.ForgetBetween(start, end);
        if (_candidates.RemoveBetween(start, end))
            NextWake = _candidates.NextWake();
        return true;
    }

    // The newest first: of two P1 telegrams without CRC that end together, the later start is the whole one. True where candidates without
    // checksum wait for their turn.
    private bool EvaluateChecksummed(DateTimeOffset now, bool ended)
    {
        bool othersWait = false;
        for (int i = _candidates.Count - 1; i >= 0; i--)
        {
            Candidate candidate = _candidates[i];
            if (candidate.WakeAt > window.LookedTo && !ended)
                continue;
            if (candidate.Format.WithoutChecksum)
            {
                othersWait = true;
                continue;
            }
            FrameMatch match = _candidates.Look(i, window.LookedTo, ended);
            if (match.Kind != MatchKind.Complete)
            {
                i = Follow(match, i);
                continue;
            }
            if (!ended && (match.Unproven ? IsPostponed(i, match.Length) : GivesWay(i, match.Length)))
                continue;
            if (match.Unproven)
                TakeUnproven(candidate.Format, candidate.Offset, match.Length, now);
            else
                Accept(candidate.Format, candidate.Offset, match.Length, now);
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
            if (!candidate.Format.WithoutChecksum || (candidate.WakeAt > window.LookedTo && !ended))
            {
                i++;
                continue;
            }
            FrameMatch match = _candidates.Look(i, window.LookedTo, ended);
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
        if (decidedAt <= window.LookedTo)
            return false;
        _candidates[index].WakeAt = decidedAt;
        _candidates[index].Whole = length;
        return true;
    }

    // A sum fits by chance where a false head stands before a frame: one that begins within, and whose head a CRC has proven, is decided first. Such heads before
    // it are noise to which a sound frame must not give way.
    private bool GivesWay(int index, int length)
    {
        if (_candidates[index].Format.Check >= TelegramCheck.Crc16)
            return false;
        long decidedAt = _candidates.EndOfProven(index, length);
        if (decidedAt <= window.LookedTo)
            return false;
        _candidates[index].WakeAt = decidedAt;
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
        int first = _candidates.FirstThatEndsAt(end, index, window.LookedTo, ended);
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
        Refuse(offset, format, now);
        _changed.Plain(window.Slice(offset, offset + length));
        receiver.OctetsAreChanged(_changed.Adopted?.Name);
        _ = receiver.Examine(format, window.Slice(offset, offset + length), offset, now);
        Tell(format, offset, length);
    }

    private void Tell(FrameFormat format, long offset, int length)
    {
        receiver.Tell(window.Slice(offset, offset + length), offset);
        _refused.After(format, offset + length);
        Consume(offset + length - (format.SharesLastOctet ? 1 : 0));
    }

    private void Refuse(long until, FrameFormat? next, DateTimeOffset now)
    {
        _ = TakeChanged(until, now);
        RefuseRest(until, next);
    }

    // Before a stretch is refused: it may hold frames that a gateway changed. True where one was examined.
    private bool TakeChanged(long until, DateTimeOffset now)
    {
        bool any = false;
        while (until - window.Start >= ShortestChanged && _changed.TryFind(window.Slice(window.Start, until), out ChangedFrames.Found found))
        {
            any = true;
            long from = window.Start + found.From, to = window.Start + found.To;
            RefuseRest(from, found.Format);
            _ = receiver.Examine(found.Format, found.Frame, from, now);
            receiver.OctetsAreChanged(_changed.Adopted?.Name);
            receiver.Tell(window.Slice(from, to), from);
            _refused.After(found.Format, to);
            Consume(found.Format.SharesLastOctet ? to - 1 : to);
        }
        return any;
    }

    private const int ShortestChanged = 12;

    private void RefuseRest(long until, FrameFormat? next)
    {
        _refused.Tell(until, next, _candidates);
        Consume(until);
    }

    private void Consume(long until)
    {
        _candidates.RemoveBefore(until);
        _refused.Forget(until);
        window.DiscardTo(until);
        NextWake = _candidates.NextWake();
    }
}
