using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.LineSearch;

internal enum LineVerdict : byte
{
    /// <summary>Nothing speaks for the mode.</summary>
    None,

    /// <summary>Something does, but it may be chance: it is to be waited for more.</summary>
    Perhaps,

    /// <summary>Frames arrive whole, and their content is not read: no key, a list that is not known, a kind that is not read. The mode is right; it is not said to be for good.</summary>
    Sound,

    /// <summary>A telegram decoded whose checksum fits.</summary>
    Proven,
}

/// <summary>
/// What came in since a mode was set says of it. Frame starts say nothing: a wrong parity yields plausible ones. Checksums decide.
/// </summary>
/// <param name="Verdict">For the mode.</param>
/// <param name="Bytes">That came, whatever they were.</param>
internal readonly record struct LineEvidence(LineVerdict Verdict, long Bytes)
{
    /// <summary>Telegrams that carry no checksum (DSMR 2.2) prove a mode when so many came.</summary>
    private const int EnoughUnchecked = 3;

    /// <summary>A refusal that comes behind the checksum may still be of a frame that has none, by chance; two are not.</summary>
    private const int EnoughSound = 2;

    public static LineEvidence Between(SourceFigures before, SourceFigures now)
    {
        long telegrams = now.Telegrams - before.Telegrams, sound = Sound(now) - Sound(before);
        LineVerdict verdict =
            now.ProvenTelegrams > before.ProvenTelegrams || telegrams >= EnoughUnchecked ? LineVerdict.Proven
            : sound >= EnoughSound ? LineVerdict.Sound
            : telegrams > 0 || sound > 0 ? LineVerdict.Perhaps
            : LineVerdict.None;
        return new LineEvidence(verdict, now.Bytes - before.Bytes);
    }

    /// <summary>The stretches that were refused for their content, their frame being whole.</summary>
    private static long Sound(SourceFigures figures) =>
        figures.Rejections.Where(kind => IsBehindTheChecksum(kind.Key.Reason)).Sum(kind => kind.Value);

    /// <summary>What carries the telegram was whole where it is refused for this.</summary>
    public static bool IsBehindTheChecksum(RejectionReason reason) => reason is
        RejectionReason.KeyMissing or RejectionReason.KeyWrong or RejectionReason.AuthKeyMissing or RejectionReason.AuthKeyWrong or RejectionReason.TagMismatch or RejectionReason.Replayed or
        RejectionReason.UnknownList or RejectionReason.Unsupported or RejectionReason.NoData or RejectionReason.SegmentMissing or RejectionReason.GbtSequence;
}
