namespace SmartMeter.Decoding.Streams;

/// <summary>An octet that may have started a frame.</summary>
internal record struct Candidate(FrameFormat Format, long Offset)
{
    /// <summary>The stream offset at which it is worth looking again: the second octet first tells starts from others.</summary>
    public long WakeAt { get; set; } = Offset + 2;

    /// <summary>So many of its octets hold no end.</summary>
    public int Seen { get; set; }

    /// <summary>It is whole with so many octets, and waits until a frame that it may lie in is decided; 0: it is not.</summary>
    public int Whole { get; set; }

    /// <summary>It has been looked at and may be a frame: it counts among those that are followed.</summary>
    public bool Established { get; set; }

    /// <summary>Its head has proven itself: without an end it is a truncated frame, not noise.</summary>
    public bool Certain { get; set; }
}

/// <summary>The open candidates, in the order of the stream; bounded per format.</summary>
internal sealed class CandidateList(StreamWindow window)
{
    private Candidate[] _items = new Candidate[64];

    public int Count { get; private set; }

    public ref Candidate this[int index] => ref _items[index];

    public bool AnyCertain
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (_items[i].Certain)
                    return true;
            }
            return false;
        }
    }

    /// <summary>A head that has proven itself told where its frame ends, and that has not come.</summary>
    public bool AnyAwaitsOctets
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (_items[i] is { Certain: true, WakeAt: < long.MaxValue })
                    return true;
            }
            return false;
        }
    }

    public long EarliestOr(long otherwise) => Count > 0 ? _items[0].Offset : otherwise;

    /// <summary>Where the first starts of those that have proven their head; this place where none does before it.</summary>
    public long EarliestCertainBefore(long place)
    {
        for (int i = 0; i < Count && _items[i].Offset < place; i++)
        {
            if (_items[i].Certain)
                return _items[i].Offset;
        }
        return place;
    }

    /// <summary>
    /// How many octets were looked at: those that several formats or several looks took are counted as often, and each candidate that was passed
    /// over as one.
    /// </summary>
    public long LookedAt { get; private set; }

    /// <summary>What the candidate's format says of it, now that the stream is known up to there.</summary>
    public FrameMatch Look(int index, long upTo, bool ended)
    {
        Candidate candidate = _items[index];
        if (candidate.Whole > 0)
            return FrameMatch.Complete(candidate.Whole) with { Unproven = true };
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

    public void Add(FrameFormat format, long offset)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = new Candidate(format, offset);
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

    /// <summary>Removes all that start before this offset.</summary>
    public void RemoveBefore(long offset) => RemoveBetween(long.MinValue, offset);

    /// <summary>Removes all that start behind the one offset and before the other; false where none does.</summary>
    public bool RemoveBetween(long start, long end)
    {
        int keep = 0, before = Count;
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].Offset <= start || _items[i].Offset >= end)
                _items[keep++] = _items[i];
        }
        Count = keep;
        return keep < before;
    }

    /// <summary>Wakes the candidates whose format ends with this octet.</summary>
    public long WakeTriggered(byte octet, long at)
    {
        long woken = long.MaxValue;
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].WakeAt == long.MaxValue && _items[i].Format.TriggerOctets.Contains(octet))
                woken = _items[i].WakeAt = at;
        }
        return woken;
    }

    /// <summary>
    /// Where the frame ends that a candidate without checksum may lie in (a ciphered APDU in its HDLC frame): that one is decided first.
    /// 0 where there is none.
    /// </summary>
    public long EndOfCover(int index)
    {
        long end = 0;
        for (int i = 0; i < index; i++)
        {
            if (_items[i] is { Certain: true, WakeAt: < long.MaxValue } && !_items[i].Format.WithoutChecksum)
                end = Math.Max(end, _items[i].WakeAt);
        }
        return end;
    }

    /// <summary>
    /// Where the frame ends whose head a CRC has proven, and which begins within what this candidate takes for its own. 0 where there is none.
    /// </summary>
    public long EndOfProven(int index, int length)
    {
        long behind = _items[index].Offset + length, end = 0;
        for (int i = index + 1; i < Count && _items[i].Offset < behind; i++)
        {
            if (_items[i] is { Certain: true, WakeAt: < long.MaxValue, Format.ChecksHeadAndFrame: true })
                end = Math.Max(end, _items[i].WakeAt);
        }
        return end;
    }

    public long NextWake()
    {
        LookedAt += Count;
        long next = long.MaxValue;
        for (int i = 0; i < Count; i++)
            next = Math.Min(next, _items[i].WakeAt);
        return next;
    }

    /// <summary>Counts a candidate among those that are followed; the oldest goes where they are too many. Its index from then on.</summary>
    public int Establish(int index)
    {
        FrameFormat format = _items[index].Format;
        int oldest = -1, count = 0;
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_items[i] is { Established: true, Whole: 0 } && ReferenceEquals(_items[i].Format, format))
            {
                oldest = i;
                count++;
            }
        }
        _items[index].Established = true;
        if (count < format.MaxCandidates)
            return index;
        RemoveAt(oldest);
        return oldest < index ? index - 1 : index;
    }
}
