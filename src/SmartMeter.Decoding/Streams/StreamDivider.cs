using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// Divides the stream, in its order, into frames and refused stretches: what is decided leaves the window. What lies before a frame is refused, with
/// the best reason at hand.
/// </summary>
/// <param name="window">Holds what is not decided.</param>
/// <param name="candidates">What may still become a frame.</param>
/// <param name="receiver">Gets what comes of it.</param>
/// <param name="formats">All that are known.</param>
internal sealed class StreamDivider(StreamWindow window, CandidateList candidates, IFrameReceiver receiver, IEnumerable<FrameFormat> formats)
{
    private const int ShortestChanged = 12;

    private readonly ChangedFrames _changed = new([.. formats.Where(format => format.IsBinary)]);
    private readonly RefusedStretch _refused = new(window, receiver);

    /// <summary>A frame whose checks hold.</summary>
    public void Accept(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        Refuse(offset, format, now);
        _changed.Plain(window.Slice(offset, offset + length));
        receiver.OctetsAreChanged(_changed.Adopted?.Name);
        _ = receiver.Examine(format, window.Slice(offset, offset + length), offset, now);
        Report(format, offset, length);
    }

    /// <summary>A frame that has no check of its own: it counts if its payload speaks for it; before that nothing around it is given up.</summary>
    public bool TryAcceptUnproven(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        if (Settle(offset) && candidates.EarliestOr(offset) >= offset)
            Refuse(offset, format, now);
        if (receiver.Examine(format, window.Slice(offset, offset + length), offset, now) is Refusal refusal)
        {
            _refused.MarkWhole(format, refusal, offset, length);
            return false;
        }
        if (ReadChanged(offset, now))
            _ = receiver.Examine(format, window.Slice(offset, offset + length), offset, now);
        RefuseRest(offset, format);
        Report(format, offset, length);
        return true;
    }

    /// <summary>A candidate's format says that it is no frame.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="match">Why: what the bytes from there on are refused for, if nothing better is found.</param>
    public void MarkDamage(in Candidate candidate, in FrameMatch match)
    {
        if (match.Kind is not (MatchKind.Damaged or MatchKind.DamagedHead))
            return;
        Refusal refusal = Refusal.For(candidate.Format.Layer, match.Reason);
        if (match.Kind == MatchKind.Damaged)
            _refused.Mark(candidate.Format, refusal, candidate.Offset, match.Length);
        else
            _refused.MarkHead(candidate.Format, refusal, candidate.Offset);
    }

    /// <summary>
    /// Refuses what no candidate holds. What looks like a start inside a frame that a gateway changed holds nothing back; inside a refused frame that came
    /// whole it holds all of that.
    /// </summary>
    public void RefuseUnclaimed(DateTimeOffset now)
    {
        _ = ReadChanged(window.End, now);
        RefuseRest(_refused.OutsideWhole(candidates.EarliestOr(window.End)), next: null);
    }

    /// <summary>
    /// Refuses what lies before the oldest frame that is being followed, so that it is reported while others come. What began before
    /// <paramref name="place"/> and has not proven its head is none.
    /// </summary>
    public void RefuseBeforeOpen(long place, DateTimeOffset now)
    {
        _ = ReadChanged(window.End, now);
        long until = _refused.OutsideWhole(candidates.EarliestProvenBefore(place));
        if (until <= window.Start)
            return;
        _ = Settle(until);
        RefuseRest(until, next: null);
    }

    /// <summary>Nothing more will come: all that is left is refused.</summary>
    public void RefuseAll(DateTimeOffset now)
    {
        SettleLast();
        Refuse(window.End, next: null, now);
        Discard(window.End);
    }

    /// <summary>The window is full: what has outgrown its format is given up, and all before the oldest start that is left.</summary>
    public void MakeRoom(DateTimeOffset now)
    {
        for (int i = candidates.Count - 1; i >= 0; i--)
        {
            Candidate candidate = candidates[i];
            if (window.End - candidate.Offset <= candidate.Format.MaxLength)
                continue;
            if (candidate.HasProvenHead)
                _refused.Mark(candidate.Format, Refusal.For(candidate.Format.Layer, RejectionReason.Oversize), candidate.Offset, candidate.Format.MaxLength);
            candidates.RemoveAt(i);
        }
        _ = ReadChanged(window.End, now);
        long until = candidates.EarliestOr(window.End), outside = _refused.OutsideWhole(until);
        RefuseRest(outside > window.Start ? outside : until, next: null);
    }

    /// <summary>Silence followed the last byte: a refused frame that ends there was as long as it said.</summary>
    public void SettleLast() => _ = Settle(window.End);

    // A refused frame that came whole (ciphered, and no key) ends where the next one starts, or silence: nothing that seems to start inside it does.
    private bool Settle(long end)
    {
        long start = _refused.WholeThatEndsAt(end);
        if (start < 0)
            return false;
        _refused.ForgetBetween(start, end);
        candidates.RemoveBetween(start, end);
        return true;
    }

    private void Report(FrameFormat format, long offset, int length)
    {
        receiver.Tell(window.Slice(offset, offset + length), offset);
        _refused.After(format, offset + length);
        Discard(offset + length - (format.SharesLastOctet ? 1 : 0));
    }

    private void Refuse(long until, FrameFormat? next, DateTimeOffset now)
    {
        _ = ReadChanged(until, now);
        RefuseRest(until, next);
    }

    // Before a stretch is refused: it may hold frames that a gateway changed. True if one was examined.
    private bool ReadChanged(long until, DateTimeOffset now)
    {
        bool any = false;
        while (until - window.Start >= ShortestChanged && _changed.TryFind(window.Slice(window.Start, until), out ChangedFrames.Found found))
        {
            any = true;
            long from = window.Start + found.From, to = window.Start + found.To;
            RefuseRest(from, found.Format);
            _ = receiver.Examine(found.Format, found.Frame, from, now);
            receiver.OctetsAreChanged(_changed.Adopted?.Name);
            Report(found.Format, from, (int)(to - from));
        }
        return any;
    }

    private void RefuseRest(long until, FrameFormat? next)
    {
        _refused.Tell(until, next, candidates);
        Discard(until);
    }

    private void Discard(long until)
    {
        candidates.RemoveBefore(until);
        _refused.Forget(until);
        window.DiscardTo(until);
    }
}
