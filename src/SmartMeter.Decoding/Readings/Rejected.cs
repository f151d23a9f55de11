namespace SmartMeter.Decoding.Readings;

/// <summary>Why a stretch of bytes was refused.</summary>
public enum RejectionReason : byte
{
    Garbage, Truncated, Oversize, Crc, Fcs, Hcs, Checksum, Malformed, Unsupported, SegmentMissing, GbtSequence, KeyMissing, KeyWrong,
    AuthKeyMissing, TagMismatch, Replayed, UnknownList, Implausible, NoData, AuthKeyWrong,
}

public static class RejectionNames
{
    private static readonly string[] Reasons =
    [
        "garbage", "truncated", "oversize", "crc", "fcs", "hcs", "checksum", "malformed", "unsupported", "segment-missing", "gbt-sequence",
        "key-missing", "key-wrong", "auth-key-missing", "tag-mismatch", "replayed", "unknown-list", "implausible", "no-data", "auth-key-wrong",
    ];

    /// <summary>The reason's name in log.txt, JSON and metrics.</summary>
    public static string Name(this RejectionReason reason) => Reasons[(int)reason];
}

/// <summary>One stretch of the stream that did not become a reading.</summary>
/// <param name="Layer">The layer that refused it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Offset">Where its first byte lies in the stream, from 0.</param>
/// <param name="Bytes">The bytes as received.</param>
/// <param name="Detail">What a reader needs to act on it: the system title, the structure of an unknown list, the field; null where the reason says it all.</param>
public sealed record Rejected(RejectionLayer Layer, RejectionReason Reason, long Offset, ReadOnlyMemory<byte> Bytes, string? Detail = null)
{
    /// <summary>What vouches for the octets of a frame that came whole and whose contents are refused; none where nothing does.</summary>
    public TelegramCheck Check { get; init; }
}
