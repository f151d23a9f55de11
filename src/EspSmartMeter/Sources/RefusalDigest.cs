using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>What is kept of a refused stretch to weigh it among others: its kind, and what its octets are like.</summary>
/// <param name="Layer">That refused it.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsSound">A check vouches for its octets.</param>
/// <param name="Octets">It.</param>
/// <param name="IsOfJoining">It may be the rest of a telegram that the link joined: only its octets count.</param>
/// <param name="At">When it was refused.</param>
internal readonly record struct RefusalDigest(RejectionLayer Layer, RejectionReason Reason, bool IsSound, OctetTally Octets, bool IsOfJoining, DateTimeOffset At)
{
    private const byte DataNotification = 0x0F, Reserved = 0x0F;

    /// <summary>A check of the frame failed.</summary>
    public bool IsDamage => Reason is RejectionReason.Crc or RejectionReason.Fcs or RejectionReason.Hcs or RejectionReason.Checksum;

    /// <summary>Damage to one part of a message has the others refused for this.</summary>
    public bool FollowsFromDamage => Reason is RejectionReason.SegmentMissing or RejectionReason.GbtSequence or RejectionReason.NoData;

    /// <summary>A telegram that came proves this by itself: what it lacks does not come by waiting.</summary>
    public bool IsCause => ProvesItsCause(Reason);

    public static RefusalDigest Of(Rejected rejected, bool isOfJoining, DateTimeOffset at) =>
        new(rejected.Layer, SeemsToBegin(rejected) ? RejectionReason.Garbage : rejected.Reason, rejected.Check != TelegramCheck.None, OctetTally.Of(rejected.Bytes.Span), isOfJoining, at);

    public static bool ProvesItsCause(RejectionReason reason) =>
        reason is RejectionReason.KeyMissing or RejectionReason.KeyWrong or RejectionReason.TagMismatch or RejectionReason.AuthKeyMissing or RejectionReason.AuthKeyWrong
            or RejectionReason.UnknownList or RejectionReason.Unsupported;

    // A line at another rate brings the one octet that a bare notification begins with; but then not its reserved bits, which are clear in any id (bits 24 to 27).
    private static bool SeemsToBegin(Rejected rejected) =>
        rejected is { Reason: RejectionReason.Malformed, Check: TelegramCheck.None, Bytes.Length: > 1 } && rejected.Bytes.Span is [DataNotification, byte flags, ..] && (flags & Reserved) != 0;
}
