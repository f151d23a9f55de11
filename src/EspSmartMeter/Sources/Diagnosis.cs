using EspSmartMeter.Languages;
using EspSmartMeter.Timing;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>What keeps a source from bringing readings, in a sentence with what to do; the first thing that a user with no readings looks for.</summary>
internal static class Diagnosis
{
    /// <summary>A restarting device or router is no news.</summary>
    private static readonly TimeSpan LinkPatience = TimeSpan.FromSeconds(30);

    /// <summary>Most meters send something at least each ten seconds; an owner is told within a minute.</summary>
    internal static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(50);

    /// <summary>So many refused telegrams, beside as many that are read or twice as many, are no accident.</summary>
    private const int ManyRefused = 5;

    /// <summary>True where telegrams are read, whatever else there is to tell.</summary>
    public static bool IsReading(SourceFigures figures, DateTimeOffset now) =>
        figures.Cause is null && figures.LastTelegramAt is DateTimeOffset last && now - last < PatienceWith(figures);

    /// <summary>The sentence; null where all is well, or too early to tell.</summary>
    public static Sentence? Of(Source source, DateTimeOffset now) => Of(source.Statistics.Figures, source.Line.Note, now);

    /// <param name="figures">The source's.</param>
    /// <param name="line">What the search for its line's mode says.</param>
    /// <param name="now">The time.</param>
    public static Sentence? Of(SourceFigures figures, LineNote? line, DateTimeOffset now)
    {
        TimeSpan since = now - figures.LinkSince;
        if (figures.Link is LinkState.Ended)
            return null;
        if (figures.Link is LinkState.Connecting or LinkState.Lost)
            return since > LinkPatience ? figures.LinkSentence : null;
        if (figures.Cause is Rejected cause)
            return Of(cause.Layer, cause.Reason, isSound: true);
        if (now - (figures.LastTelegramAt ?? figures.LinkSince) < PatienceWith(figures) || since < LeastPatience)
            return WhileReading(figures, now);
        if (now >= figures.JudgedFrom && (figures.LastByteAt is not DateTimeOffset lastByte || now - lastByte >= PatienceWith(figures.BurstInterval)))
            return Sentence.Of("diagnosis.silent");
        if (line?.Stage == LineStage.Seeking)
            return Sentence.Of("diagnosis.seeking");
        if (line?.Stage == LineStage.Failed)
            return line.Sentence;
        if (figures.LacksBitSeven)
            return Sentence.Of("diagnosis.lost_bit");
        if (now < figures.JudgedFrom)
            return null;
        if (figures.Weighed is RefusalDigest refused)
            return Of(refused.Layer, refused.Reason, refused.IsSound);
        return figures.LinkBytes > 0 ? Sentence.Of("diagnosis.no_data") : Sentence.Of("diagnosis.no_frames");
    }

    // Readings come, and something is to be told all the same. A register that is withheld has a sentence of its own.
    private static Sentence? WhileReading(SourceFigures figures, DateTimeOffset now)
    {
        if (figures.OctetsChanged is string how)
            return Sentence.Of("diagnosis.octets_changed", how);
        long refused = figures.Rejections.Where(kind => kind.Key.Reason is not (RejectionReason.Garbage or RejectionReason.NoData or RejectionReason.Replayed or RejectionReason.Implausible)).Sum(kind => kind.Value);
        bool isNow = figures.LastRejectionAt is DateTimeOffset last && now - last < PatienceWith(figures);
        return isNow && figures.Telegrams > 0 && figures.LastRejection is Rejected rejected && refused >= ManyRefused && refused * 2 >= figures.Telegrams
            ? Sentence.Of("diagnosis.partly", $"{rejected.Layer.Name}: {rejected.Reason.Name()}")
            : null;
    }

    private static Sentence Of(RejectionLayer layer, RejectionReason reason, bool isSound) => reason switch
    {
        RejectionReason.KeyMissing => Sentence.Of("diagnosis.key_missing"),
        RejectionReason.KeyWrong or RejectionReason.TagMismatch => Sentence.Of("diagnosis.key_wrong"),
        RejectionReason.AuthKeyWrong => Sentence.Of("diagnosis.auth_key_wrong"),
        RejectionReason.AuthKeyMissing => Sentence.Of("diagnosis.auth_key_missing"),
        RejectionReason.Replayed => Sentence.Of("diagnosis.replayed"),
        RejectionReason.UnknownList => Sentence.Of("diagnosis.unknown_list"),
        RejectionReason.Unsupported => Sentence.Of("diagnosis.unsupported"),
        RejectionReason.NoData => Sentence.Of("diagnosis.no_data"),
        RejectionReason.SegmentMissing or RejectionReason.GbtSequence => Sentence.Of("diagnosis.parts_missing"),
        RejectionReason.Malformed or RejectionReason.Oversize when isSound && IsBehindAChecksum(layer) => Sentence.Of("diagnosis.malformed"),
        RejectionReason.Crc or RejectionReason.Fcs or RejectionReason.Hcs or RejectionReason.Checksum or RejectionReason.Malformed or RejectionReason.Truncated =>
            Sentence.Of("diagnosis.damaged", $"{layer.Name}: {reason.Name()}"),
        _ => Sentence.Of("diagnosis.no_frames"),
    };

    // What carries the telegram has been found sound where these refuse it.
    private static bool IsBehindAChecksum(RejectionLayer layer) =>
        layer == RejectionLayer.Dlms || layer == RejectionLayer.Gbt || layer == RejectionLayer.Ciphering || layer.Name == "sml";

    private static TimeSpan PatienceWith(SourceFigures figures) =>
        figures is { Telegrams: > 0, TelegramInterval: null } ? Freshness.OfMeter(null) : PatienceWith(figures.TelegramInterval);

    // What comes each quarter of an hour is not silent in between.
    private static TimeSpan PatienceWith(TimeSpan? interval) =>
        interval is TimeSpan learnt && Freshness.OfMeter(learnt) is TimeSpan usual && usual > LeastPatience ? usual : LeastPatience;
}
