namespace SmartMeter.Decoding.Streams;

/// <summary>How far a candidate has proven itself to be a frame. It only moves forward; one that is no frame is removed.</summary>
internal enum CandidateState : byte
{
    /// <summary>A byte came that can start a frame; its format has not looked at it.</summary>
    New,

    /// <summary>Its format has looked at it: it may be a frame. From here on it counts among those that the format follows at a time.</summary>
    Possible,

    /// <summary>Its head has proven itself: without an end it is a truncated frame, not noise.</summary>
    HeadProven,

    /// <summary>It is whole, and no check vouches for it: it waits until the frame that it may lie in is decided.</summary>
    Whole,
}

/// <summary>A place in the stream where a frame of one format may start. All its changes of state are here.</summary>
/// <param name="format">The format.</param>
/// <param name="offset">The place.</param>
internal struct Candidate(FrameFormat format, long offset)
{
    private const long UntilEndByte = long.MaxValue;

    public FrameFormat Format { get; } = format;

    public long Offset { get; } = offset;

    public CandidateState State { get; private set; }

    /// <summary>The place in the stream up to which bytes must have come before it is worth looking again: the second byte first separates starts.</summary>
    public long WakeAt { get; private set; } = offset + 2;

    /// <summary>So many of its bytes hold no end.</summary>
    public int Seen { get; private set; }

    /// <summary>Whole: how many bytes it has.</summary>
    public int Length { get; private set; }

    /// <summary>Nothing says how long it is: it waits for a byte that ends frames of its format.</summary>
    public readonly bool AwaitsEndByte => WakeAt == UntilEndByte;

    public readonly bool HasProvenHead => State >= CandidateState.HeadProven;

    /// <summary>Its head has proven itself and says where it ends, and that has not come.</summary>
    public readonly bool AwaitsItsEnd => HasProvenHead && !AwaitsEndByte;

    /// <summary>Its format needs more bytes.</summary>
    public void Continue(in FrameMatch match)
    {
        State = match.Certain || State == CandidateState.HeadProven ? CandidateState.HeadProven : CandidateState.Possible;
        WakeAt = match.Length == 0 ? UntilEndByte : Offset + match.Length;
        Seen = match.Seen;
    }

    /// <summary>The byte came that may end it.</summary>
    public void EndByteCame(long at) => WakeAt = at;

    /// <summary>It is whole without a check: it is decided once the frame that it may lie in is.</summary>
    public void Postpone(long decidedAt, int length)
    {
        State = CandidateState.Whole;
        WakeAt = decidedAt;
        Length = length;
    }

    /// <summary>A better one is decided first: it is looked at again then.</summary>
    public void GiveWay(long decidedAt) => WakeAt = decidedAt;
}
