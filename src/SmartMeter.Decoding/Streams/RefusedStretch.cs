using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// Tells why a stretch of the stream is refused: each octet in exactly one rejection, flags and line ends between frames in none.
/// </summary>
/// <param name="window">Holds the stretch.</param>
/// <param name="receiver">Is told.</param>
internal sealed class RefusedStretch(StreamWindow window, IFrameReceiver receiver)
{
    private readonly List<DamageMark> _marks = [];
    private FrameFormat? _before;
    private long _told;

    private readonly record struct DamageMark(FrameFormat Format, Refusal Refusal, long Offset, long End, bool HeadOnly, bool IsWhole = false);

    /// <summary>A frame that started here failed a check.</summary>
    public void Mark(FrameFormat format, Refusal refusal, long offset, int length) =>
        _marks.Add(new DamageMark(format, refusal, offset, offset + length, HeadOnly: false));

    /// <summary>A frame that started here came whole, as far as its own length goes, and its contents are refused.</summary>
    public void MarkWhole(FrameFormat format, Refusal refusal, long offset, int length) =>
        _marks.Add(new DamageMark(format, refusal, offset, offset + length, HeadOnly: false, IsWhole: true));

    /// <summary>Where a refused frame starts that came whole and ends at this place, but for a stray octet or two; -1: none does.</summary>
    public long WholeThatEndsAt(long end)
    {
        long start = -1;
        foreach (DamageMark mark in _marks)
        {
            if (mark.IsWhole && mark.End <= end && (start < 0 || mark.Offset < start) && StrayOctets.MayStand(window.Slice(mark.End, end)))
                start = mark.Offset;
        }
        return start;
    }

    /// <summary>This place, or where the first refused frame starts that came whole and has it inside.</summary>
    public long OutsideWhole(long place)
    {
        foreach (DamageMark mark in _marks)
        {
            if (mark.IsWhole && mark.Offset < place && mark.End > place)
                return OutsideWhole(mark.Offset);
        }
        return place;
    }

    /// <summary>What seemed to start between these places does not.</summary>
    public void ForgetBetween(long start, long end)
    {
        for (int i = _marks.Count - 1; i >= 0; i--)
        {
            if (_marks[i].Offset > start && _marks[i].Offset < end)
                _marks.RemoveAt(i);
        }
    }

    /// <summary>What looks like a head here failed its own check: it names the garbage that it starts, if nothing else does.</summary>
    public void MarkHead(FrameFormat format, Refusal refusal, long offset) =>
        _marks.Add(new DamageMark(format, refusal, offset, long.MaxValue, HeadOnly: true));

    /// <summary>The frame just accepted: its fill may follow it, and its last octet, though it may begin another, has been told.</summary>
    public void After(FrameFormat format, long end)
    {
        _before = format;
        _told = end;
    }

    public void Forget(long before) => ForgetBetween(long.MinValue, before);

    /// <summary>Refuses all that is held before <paramref name="until"/>, where a frame of format <paramref name="next"/> may start.</summary>
    public void Tell(long until, FrameFormat? next, CandidateList candidates)
    {
        if (window.Start == until)
            return;
        MarkTruncated(until, candidates);
        if (_marks.Count > 1)
            _marks.Sort(static (left, right) => left.Offset.CompareTo(right.Offset));
        long from = Math.Min(until, Math.Max(_told, SkipFill(_before, window.Start, Math.Min(until, NextFrameStart(0)))));
        for (int i = 0; i < _marks.Count && _marks[i].Offset < until; i++)
        {
            DamageMark mark = _marks[i];
            if (mark.HeadOnly || mark.End <= from)
                continue;
            long start = Math.Max(from, mark.Offset), limit = Math.Min(until, NextFrameStart(i + 1, mark));
            Garbage(from, start);
            from = start;
            long end = SkipFill(mark.Format, Math.Min(mark.End, limit), limit);
            if (end > start)
                receiver.OnStretch(mark.Refusal, window.Slice(start, end), start);
            from = Math.Max(start, end);
        }
        while (from < until && next?.IsFill(window[until - 1]) == true)
            until--;
        Garbage(from, until);
    }

    private long SkipFill(FrameFormat? format, long from, long until)
    {
        while (from < until && format?.IsFill(window[from]) == true)
            from++;
        return from;
    }

    private void MarkTruncated(long until, CandidateList candidates)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            ref readonly Candidate candidate = ref candidates[i];
            if (candidate.HasProvenHead && candidate.Offset < until)
                _marks.Add(new DamageMark(candidate.Format, Refusal.For(candidate.Format.Layer, RejectionReason.Truncated), candidate.Offset, until, HeadOnly: false));
        }
    }

    // A damaged frame's own length may reach into the next one: where that starts, it ends. A start that belongs to the frame is none.
    private long NextFrameStart(int from, DamageMark? frame = null)
    {
        for (int i = from; i < _marks.Count; i++)
        {
            bool inside = frame is DamageMark outer && outer.End == _marks[i].End && (outer.Format == _marks[i].Format
                ? outer.Format.StartsNest
                : outer.Offset < _marks[i].Offset && outer.Format.WithoutChecksum && _marks[i].Format.WithoutChecksum);
            if (!_marks[i].HeadOnly && !inside)
                return _marks[i].Offset;
        }
        return long.MaxValue;
    }

    // What is left over may hold sound frames of the link, which are no damage, and sound frames of a kind that is not read.
    private void Garbage(long from, long until)
    {
        for (long at = from; at + LinkFrame.Octets <= until; at++)
        {
            bool isLink = LinkFrame.StandsAt(window.Slice(at, at + LinkFrame.Octets));
            long end = at + (isLink ? LinkFrame.Octets : PolledFrame.LengthAt(window.Slice(at, Math.Min(until, at + PolledFrame.Longest))));
            if (end == at)
                continue;
            GarbageAlone(from, at);
            if (isLink)
                receiver.OnLinkTraffic(window.Slice(at, end));
            else
                receiver.OnStretch(PolledFrame.Refusal, window.Slice(at, end), at);
            from = SkipFill(_before, end, until);
            at = from - 1;
        }
        GarbageAlone(from, until);
    }

    private void GarbageAlone(long from, long until)
    {
        if (from >= until)
            return;
        // Garbage is named after the framing last seen on the line, and after the line itself before any.
        Refusal refusal = Refusal.For(_before?.Layer ?? RejectionLayer.Line, RejectionReason.Garbage);
        foreach (DamageMark mark in _marks)
        {
            // A stray flag or two may stand before the head, and its own flag may have been the last of the frame before.
            if (mark.HeadOnly && mark.Offset >= from - 1 && mark.Offset <= from + 2)
                refusal = mark.Refusal;
        }
        receiver.OnStretch(refusal, window.Slice(from, until), from);
    }
}
