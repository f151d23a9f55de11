using EspSmartMeter.Languages;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>A source's link and counts since this start, at one moment.</summary>
internal sealed record SourceFigures
{
    public LinkState Link { get; init; }

    public DateTimeOffset LinkSince { get; init; }

    /// <summary>The link in a sentence: what is, and where it fails also what to do.</summary>
    public Sentence LinkSentence { get; init; } = Sentence.None;

    /// <summary>The address that its device's name leads to; null where it goes by none, or was never reached.</summary>
    public string? FoundAt { get; init; }

    public long Bytes { get; init; }

    /// <summary>Those of them that were sound traffic of the link and carry no reading, such as a meter's polls for M-Bus slaves.</summary>
    public long LinkBytes { get; init; }

    /// <summary>What a gateway does to the bytes on their way, which is undone: <c>CR LF for LF</c>; null: nothing.</summary>
    public string? OctetsChanged { get; init; }

    public DateTimeOffset? LastByteAt { get; init; }

    /// <summary>How often something comes, whether or not it can be read; null until that is known.</summary>
    public TimeSpan? BurstInterval { get; init; }

    /// <summary>Before that, what came says nothing of the line, but that it is not silent.</summary>
    public DateTimeOffset JudgedFrom { get; init; }

    public long Telegrams { get; init; }

    /// <summary>Those of them whose checksum fits; the others carry none.</summary>
    public long ProvenTelegrams { get; init; }

    public DateTimeOffset? LastTelegramAt { get; init; }

    /// <summary>How often one usually comes, as learnt, over restarts too; null until that is known.</summary>
    public TimeSpan? TelegramInterval { get; init; }

    public IReadOnlyDictionary<(RejectionLayer Layer, RejectionReason Reason), long> Rejections { get; init; } =
        new Dictionary<(RejectionLayer, RejectionReason), long>();

    public Rejected? LastRejection { get; init; }

    public DateTimeOffset? LastRejectionAt { get; init; }

    /// <summary>The newest refused telegram of those that prove by themselves what is wrong (no key, a list that is not known); null where nothing is proven.</summary>
    public Rejected? Cause { get; init; }

    /// <summary>What decides among all that was refused since the last reading; null: nothing was.</summary>
    public RefusalDigest? Weighed { get; init; }

    /// <summary>All that was refused since the last reading is binary and has lost its bit 7.</summary>
    public bool LacksBitSeven { get; init; }
}
