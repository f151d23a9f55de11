using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>What a <see cref="FrameFormat"/> says of the bytes from one position on.</summary>
internal enum MatchKind : byte
{
    /// <summary>No frame of this format starts here.</summary>
    None,

    /// <summary>A frame may start here; more bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>A whole frame whose checks hold.</summary>
    Complete,

    /// <summary>A frame starts here, and one of its checks failed.</summary>
    Damaged,

    /// <summary>What may have been a frame's head does not fit its own check: a reason for the bytes from here on, if nothing better is found.</summary>
    DamagedHead,
}

/// <param name="Kind">The verdict.</param>
/// <param name="Length">Complete, Damaged: the octets of the frame. Incomplete: how many are needed before it is worth looking again (0: wait for the format's trigger).</param>
/// <param name="Reason">Damaged: which check failed.</param>
/// <param name="Certain">Incomplete: the start is certain enough to call the frame truncated, if its end never comes.</param>
/// <param name="Unproven">Complete: no check vouches for this one, though frames of its format mostly have one; its payload must.</param>
/// <param name="Seen">Incomplete: how many octets hold no end, and need not be looked at again.</param>
internal readonly record struct FrameMatch(
    MatchKind Kind, int Length, RejectionReason Reason = RejectionReason.Truncated, bool Certain = false, bool Unproven = false,
    int Seen = 0)
{
    public static readonly FrameMatch None = new(MatchKind.None, 0);

    public static FrameMatch Incomplete(int needed, bool certain, int seen = 0) => new(MatchKind.Incomplete, needed, Certain: certain, Seen: seen);

    public static FrameMatch Complete(int length) => new(MatchKind.Complete, length);

    public static FrameMatch DamagedHead(RejectionReason reason) => new(MatchKind.DamagedHead, 0, reason);

    public static FrameMatch Damaged(int length, RejectionReason reason) => new(MatchKind.Damaged, length, reason);
}
