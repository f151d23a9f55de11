using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// Follows all candidates at once: the one that is first proven whole is the frame, wherever others say that they end, so that a false length holds
/// nothing back. docs/architecture.md draws the states of a candidate.
/// </summary>
/// <param name="window">Holds the stream.</param>
/// <param name="candidates">The candidates.</param>
/// <param name="divider">Gets what is decided of them.</param>
internal sealed class CandidateTracker(StreamWindow window, CandidateList candidates, StreamDivider divider)
{
    /// <summary>Looks at the candidates whose time has come; if nothing more will come, at all of them.</summary>
    public void Evaluate(DateTimeOffset now, bool ended)
    {
        if (EvaluateChecksummed(now, ended))
            EvaluateOthers(now, ended);
        candidates.ScheduleNextWake();
    }

    /// <summary>Accepts what has no check of its own, if its payload speaks for it.</summary>
    public bool TryAcceptUnproven(FrameFormat format, long offset, int length, DateTimeOffset now)
    {
        AcceptPostponed(offset, now);
        return divider.TryAcceptUnproven(format, offset, length, now);
    }

    // The newest first: of two P1 telegrams without CRC that end together, the later start is the whole one. True if candidates without
    // checksum wait for their turn.
    private bool EvaluateChecksummed(DateTimeOffset now, bool ended)
    {
        bool othersWait = false;
        for (int i = candidates.Count - 1; i >= 0; i--)
        {
            if (candidates[i].WakeAt > window.LookedTo && !ended)
                continue;
            if (candidates[i].Format.WithoutChecksum)
            {
                othersWait = true;
                continue;
            }
            FrameMatch match = candidates.Look(i, window.LookedTo, ended);
            if (match.Kind != MatchKind.Complete)
            {
                i = Follow(match, i);
                continue;
            }
            if (!ended && (match.Unproven ? IsPostponed(i, match.Length) : GivesWay(i, match.Length)))
                continue;
            Candidate frame = candidates[i];
            if (match.Unproven)
                AcceptOrRemove(frame, match.Length, now);
            else
                Accept(frame, match.Length, now);
            i = Math.Min(i, candidates.Count);
        }
        return othersWait;
    }

    // In the order of the stream: one that waited until a frame around it was decided is not lost to the one behind it.
    private void EvaluateOthers(DateTimeOffset now, bool ended)
    {
        for (int i = 0; i < candidates.Count;)
        {
            if (!candidates[i].Format.WithoutChecksum || (candidates[i].WakeAt > window.LookedTo && !ended))
            {
                i++;
                continue;
            }
            FrameMatch match = candidates.Look(i, window.LookedTo, ended);
            if (match.Kind != MatchKind.Complete)
                i = Follow(match, i) + (match.Kind == MatchKind.Incomplete ? 1 : 0);
            else if (!ended && IsPostponed(i, match.Length))
                i++;
            else
            {
                AcceptLongest(i, match.Length, ended, now);
                i = 0;
            }
        }
    }

    // The index from which to look on.
    private int Follow(in FrameMatch match, int index)
    {
        if (match.Kind == MatchKind.Incomplete)
            return candidates.Continue(index, match);
        divider.MarkDamage(candidates[index], match);
        candidates.RemoveAt(index);
        return index;
    }

    // What has no checksum waits until a frame is decided that it may lie in.
    private bool IsPostponed(int index, int length)
    {
        long decidedAt = candidates.EndOfOuterFrame(index);
        if (decidedAt <= window.LookedTo)
            return false;
        candidates[index].Postpone(decidedAt, length);
        return true;
    }

    // A sum fits by chance if a false head stands before a frame: one that begins within, and whose head a CRC has proven, is decided first. Such heads before
    // it are noise to which a sound frame must not give way.
    private bool GivesWay(int index, int length)
    {
        if (candidates[index].Format.Check >= TelegramCheck.Crc16)
            return false;
        long decidedAt = candidates.EndOfInnerFrame(index, length);
        if (decidedAt <= window.LookedTo)
            return false;
        candidates[index].GiveWay(decidedAt);
        return true;
    }

    private void Accept(in Candidate frame, int length, DateTimeOffset now)
    {
        AcceptPostponed(frame.Offset, now);
        divider.Accept(frame.Format, frame.Offset, length, now);
    }

    // What was whole and waited for the end of a frame around it that has not come true.
    private void AcceptPostponed(long until, DateTimeOffset now)
    {
        for (int i = 0; i < candidates.Count && candidates[i].Offset < until;)
        {
            Candidate candidate = candidates[i];
            if (candidate.State != CandidateState.Whole || candidate.Offset + candidate.Length > until)
            {
                i++;
                continue;
            }
            AcceptLongest(i, candidate.Length, ended: false, now);
            i = 0;
        }
    }

    // A frame without checksum may be the end of another one (a ciphered APDU in its wrapper).
    private void AcceptLongest(int index, int length, bool ended, DateTimeOffset now)
    {
        long end = candidates[index].Offset + length;
        Candidate longest = candidates[candidates.FirstThatEndsAt(end, index, window.LookedTo, ended)];
        AcceptOrRemove(longest, (int)(end - longest.Offset), now);
    }

    // One that is refused is followed no longer.
    private void AcceptOrRemove(in Candidate frame, int length, DateTimeOffset now)
    {
        if (!TryAcceptUnproven(frame.Format, frame.Offset, length, now))
            candidates.Remove(frame.Format, frame.Offset);
    }
}
