namespace SmartMeter.Decoding.Streams;

/// <summary>The open candidates, in the order of the stream; bounded per format.</summary>
internal sealed class CandidateList(StreamWindow window)
{
    private Candidate[] _items = new Candidate[64];

    public int Count { get; private set; }

    public ref Candidate this[int index] => ref _items[index];

    /// <summary>The place in the stream at which one of them is worth looking at again.</summary>
    public long NextWake { get; private set; } = long.MaxValue;

    /// <summary>
    /// How many bytes were looked at: those that several formats or several looks took are counted as often, and each candidate that was passed
    /// over as one.
    /// </summary>
    public long LookedAt { get; private set; }

    public bool AnyHasProvenHead
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (_items[i].HasProvenHead)
                    return true;
            }
            return false;
        }
    }

    public bool AnyAwaitsItsEnd
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (_items[i].AwaitsItsEnd)
                    return true;
            }
            return false;
        }
    }

    public long EarliestOr(long otherwise) => Count > 0 ? _items[0].Offset : otherwise;

    /// <summary>Where the first starts of those with a proven head; this place if none does before it.</summary>
    public long EarliestProvenBefore(long place)
    {
        for (int i = 0; i < Count && _items[i].Offset < place; i++)
        {
            if (_items[i].HasProvenHead)
                return _items[i].Offset;
        }
        return place;
    }

    /// <summary>What the candidate's format says of it, now that the stream is known up to there.</summary>
    public FrameMatch Look(int index, long upTo, bool ended)
    {
        ref readonly Candidate candidate = ref _items[index];
        if (candidate.State == CandidateState.Whole)
            return FrameMatch.Complete(candidate.Length) with { Unproven = true };
        LookedAt += upTo - candidate.Offset - candidate.Seen;
        return candidate.Format.Match(window.Slice(candidate.Offset, upTo), candidate.Seen, ended);
    }

    /// <summary>The first of the candidates without checksum, up to this one, that end where it does.</summary>
    public int FirstThatEndsAt(long end, int index, long upTo, bool ended)
    {
        for (int i = 0; i < index; i++)
        {
            if (!_items[i].Format.WithoutChecksum)
                continue;
            FrameMatch match = Look(i, upTo, ended);
            if (match.Kind == MatchKind.Complete && _items[i].Offset + match.Length == end)
                return i;
        }
        return index;
    }

    /// <summary>
    /// Where the frame ends that a candidate without checksum may lie in (a ciphered APDU in its HDLC frame): that one is decided first.
    /// 0 if there is none.
    /// </summary>
    public long EndOfOuterFrame(int index)
    {
        long end = 0;
        for (int i = 0; i < index; i++)
        {
            if (_items[i].AwaitsItsEnd && !_items[i].Format.WithoutChecksum)
                end = Math.Max(end, _items[i].WakeAt);
        }
        return end;
    }

    /// <summary>Where the frame ends whose head a CRC has proven, and which begins within what this candidate claims. 0 if there is none.</summary>
    public long EndOfInnerFrame(int index, int length)
    {
        long behind = _items[index].Offset + length, end = 0;
        for (int i = index + 1; i < Count && _items[i].Offset < behind; i++)
        {
            if (_items[i].AwaitsItsEnd && _items[i].Format.ChecksHeadAndFrame)
                end = Math.Max(end, _items[i].WakeAt);
        }
        return end;
    }

    public void Add(FrameFormat format, long offset)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        Candidate candidate = new(format, offset);
        _items[Count++] = candidate;
        NextWake = Math.Min(NextWake, candidate.WakeAt);
    }

    /// <summary>Notes what a candidate needs further; if its format then follows too many, the oldest of them goes. The candidate's index from then on.</summary>
    public int Continue(int index, in FrameMatch match)
    {
        bool isNew = _items[index].State == CandidateState.New;
        _items[index].Continue(match);
        return isNew ? MakeRoomFor(index) : index;
    }

    /// <summary>A byte came that ends frames of some formats: the candidates that wait for it are looked at.</summary>
    public void EndByteCame(byte endByte, long at)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!_items[i].AwaitsEndByte || !_items[i].Format.TriggerOctets.Contains(endByte))
                continue;
            _items[i].EndByteCame(at);
            NextWake = Math.Min(NextWake, at);
        }
    }

    /// <summary>All that were due have been looked at.</summary>
    public void ScheduleNextWake()
    {
        LookedAt += Count;
        long next = long.MaxValue;
        for (int i = 0; i < Count; i++)
            next = Math.Min(next, _items[i].WakeAt);
        NextWake = next;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_items, index + 1, _items, index, Count - index);
    }

    public void Remove(FrameFormat format, long offset)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].Offset == offset && ReferenceEquals(_items[i].Format, format))
                RemoveAt(i);
        }
    }

    /// <summary>Removes all that start before this place.</summary>
    public void RemoveBefore(long place)
    {
        KeepOutside(long.MinValue, place);
        ScheduleNextWake();
    }

    /// <summary>Removes all that start behind the one place and before the other.</summary>
    public void RemoveBetween(long start, long end)
    {
        int before = Count;
        KeepOutside(start, end);
        if (Count < before)
            ScheduleNextWake();
    }

    private void KeepOutside(long start, long end)
    {
        int keep = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].Offset <= start || _items[i].Offset >= end)
                _items[keep++] = _items[i];
        }
        Count = keep;
    }

    private int MakeRoomFor(int index)
    {
        FrameFormat format = _items[index].Format;
        int oldest = -1, count = 0;
        for (int i = Count - 1; i >= 0; i--)
        {
            bool isFollowed = _items[i].State is CandidateState.Possible or CandidateState.HeadProven;
            if (i != index && isFollowed && ReferenceEquals(_items[i].Format, format))
            {
                oldest = i;
                count++;
            }
        }
        if (count < format.MaxCandidates)
            return index;
        RemoveAt(oldest);
        return oldest < index ? index - 1 : index;
    }
}
