using EspSmartMeter.Esp;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Web;

/// <summary>The steps from a device to its first telegram, in their order.</summary>
internal enum WayStep : byte
{
    /// <summary>The device answers.</summary>
    Found,

    /// <summary>Bytes come.</summary>
    Bytes,

    /// <summary>They are whole frames: the line is listened to as the meter sends.</summary>
    Line,

    /// <summary>The keys are there, where it encrypts.</summary>
    Key,

    /// <summary>What the telegrams hold is known.</summary>
    Values,
}

/// <summary>How the line is listened to, and who decides that.</summary>
/// <param name="Name">Such as <c>2400-8E1</c>.</param>
/// <param name="By"><c>app</c>, <c>address</c> or <c>device</c>.</param>
internal sealed record WayMode(string Name, string By);

/// <summary>How far a source has come that no telegram is read from, and what is seen of it.</summary>
/// <param name="Here">The first step that is not done.</param>
/// <param name="FoundAt">The address that its device's name leads to; null: it has no name, or nobody knows it.</param>
/// <param name="Newest">The newest bytes.</param>
/// <param name="Mode">Null where a gateway decides, which tells nobody.</param>
/// <param name="DevicePages">The pages of its ESP; null: it is none of ours.</param>
/// <param name="Encrypts">Null: not known yet.</param>
/// <param name="Reason">Why whole telegrams are refused; null where none comes.</param>
/// <param name="SystemTitle">Of the meter that encrypts; null: it sends none, or it is not known yet.</param>
internal sealed record WayThrough(WayStep Here, string? FoundAt, byte[] Newest, WayMode? Mode, Uri? DevicePages, bool? Encrypts, RejectionReason? Reason, string? SystemTitle)
{
    private const int ShownBytes = 48, ProofEnough = 2;

    private const string TitleMark = "system title ";

    /// <summary>Healthy meters are heard within it; the page does not alarm their owners.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Null where telegrams are read, and where it is too early to tell.</summary>
    /// <param name="source">Whose way it is.</param>
    /// <param name="esp">What its ESP says of itself; null: it is none of ours.</param>
    /// <param name="now">The time.</param>
    public static WayThrough? Of(Source source, EspFigures? esp, DateTimeOffset now)
    {
        SourceFigures figures = source.Statistics.Figures;
        if (!IsLost(source, figures, now))
            return null;
        Rejected? whole = WholeAndRefused(figures);
        return new WayThrough(
            StepOf(figures, whole),
            figures.FoundAt,
            source.Lines.MaxBy(line => line.Statistics.Figures.LastByteAt)?.Recent.Newest(ShownBytes) ?? [],
            source.Scheme.HasModes ? new WayMode($"{source.Line.Mode}", source.Line.IsOurs ? "app" : "address") : esp is null ? null : new WayMode(esp.LineMode, "device"),
            esp is null ? null : source.Pages,
            EncryptsBy(whole, source.Keys),
            whole?.Reason,
            TitleIn(whole));
    }

    private static bool IsLost(Source source, SourceFigures figures, DateTimeOffset now)
    {
        if (figures.Link is LinkState.Ended)
            return figures.Telegrams == 0;
        bool isDown = figures.Link is LinkState.Connecting or LinkState.Lost;
        if (!isDown && Diagnosis.IsReading(figures, now))
            return false;
        // What was read before, by this run or the last, is missed at its own rhythm.
        if (figures is not { Telegrams: 0, TelegramInterval: null } || figures.Cause is not null)
            return Diagnosis.Of(source, now) is not null;
        return figures.Link == LinkState.Lost || now - figures.LinkSince >= Patience;
    }

    private static WayStep StepOf(SourceFigures figures, Rejected? whole)
    {
        if (figures.Link is LinkState.Connecting or LinkState.Lost)
            return WayStep.Found;
        bool bytesCome = figures.Link == LinkState.Ended ? figures.Bytes > 0 : figures.Link == LinkState.Connected && figures.LastByteAt >= figures.LinkSince;
        if (!bytesCome)
            return WayStep.Bytes;
        if (whole is not null)
            return IsOfKeys(whole.Reason) ? WayStep.Key : WayStep.Values;
        return figures is { LastRejection: null, LinkBytes: > 0 } ? WayStep.Values : WayStep.Line;
    }

    // A refusal that comes behind the checksum may still be of a frame that has none, by chance; two are not.
    private static Rejected? WholeAndRefused(SourceFigures figures)
    {
        if (figures.Cause is Rejected cause)
            return cause;
        return figures.LastRejection is Rejected last && figures.Weighed?.Reason == last.Reason && LineEvidence.IsBehindTheChecksum(last.Reason)
            && figures.Rejections.GetValueOrDefault((last.Layer, last.Reason)) >= ProofEnough
                ? last
                : null;
    }

    private static bool IsOfKeys(RejectionReason reason) => reason is
        RejectionReason.KeyMissing or RejectionReason.KeyWrong or RejectionReason.AuthKeyMissing or RejectionReason.AuthKeyWrong or RejectionReason.TagMismatch;

    // What is refused behind a key that is set may have been encrypted.
    private static bool? EncryptsBy(Rejected? whole, KeyRing keys) =>
        whole is null ? null
        : whole.Layer == RejectionLayer.Ciphering || IsOfKeys(whole.Reason) ? true
        : ReferenceEquals(keys, KeyRing.Empty) ? false
        : null;

    private static string? TitleIn(Rejected? whole)
    {
        if (whole?.Detail is not string detail || !detail.StartsWith(TitleMark, StringComparison.Ordinal))
            return null;
        string title = new([.. detail.Skip(TitleMark.Length).TakeWhile(char.IsAsciiHexDigit)]);
        return title.Length == 16 ? title : null;
    }
}
