using EspSmartMeter.Meters;
using EspSmartMeter.Sources;
using EspSmartMeter.Sources.LineModes;
using SmartMeter.Decoding;

namespace EspSmartMeter.HomeAssistant.Bridge;

/// <summary>What keeps a source from bringing readings, in a sentence with what to do; the first thing that a user with no readings looks for.</summary>
internal static class Diagnosis
{
    /// <summary>A restarting device or router is no news.</summary>
    private static readonly TimeSpan LinkPatience = TimeSpan.FromSeconds(30);

    /// <summary>Most meters send something at least each ten seconds; some rest for a while.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(2);

    /// <summary>The sentence; null where all is well, or too early to tell.</summary>
    public static string? Of(SourceFigures figures, DateTimeOffset now)
    {
        TimeSpan since = now - figures.LinkSince;
        if (figures.Link is LinkState.Ended)
            return null;
        if (figures.Link is LinkState.Connecting or LinkState.Lost)
            return since > LinkPatience ? figures.LinkSentence : null;
        if (now - (figures.LastTelegramAt ?? figures.LinkSince) < PatienceWith(figures) || since < LeastPatience)
            return null;
        if (figures.LastByteAt is not DateTimeOffset lastByte || now - lastByte >= LeastPatience)
            return "The link is up and the meter sends nothing: check the cable, that its customer port is switched on, and the data request line.";
        if (figures.Line?.Stage == LineStage.Seeking)
            return "Bytes arrive and nothing decodes: the app tries the line modes in turn, which takes about four minutes.";
        if (figures.Line?.Stage == LineStage.Failed)
            return figures.Line.Sentence;
        return figures.LastRejection is Rejected rejected ? Of(rejected) : NoFrames;
    }

    private const string NoFrames =
        "Bytes arrive but no frame start: the line is inverted or runs at another baud rate.";

    private static string Of(Rejected rejected) => rejected.Reason switch
    {
        RejectionReason.KeyMissing => "The telegrams are ciphered and no key is set: ask your grid company for it and set the source's key.",
        RejectionReason.KeyWrong or RejectionReason.TagMismatch => "The telegrams are ciphered and the key does not fit: compare the source's key with the one from your grid company.",
        RejectionReason.AuthKeyMissing => "The telegrams are ciphered and need the authentication key too: set the source's auth_key.",
        RejectionReason.Replayed => "The telegrams' frame counter does not move on: an old recording is played, or the meter's counter has started anew, which is believed after ten minutes.",
        RejectionReason.UnknownList => "The telegrams are sound and their list of values is not known: please report log.txt, which holds one.",
        RejectionReason.Unsupported => "The telegrams are sound and of a kind that is not read: please report log.txt, which holds one.",
        RejectionReason.NoData => "The meter answers without values: its customer port may not be switched on yet.",
        RejectionReason.Crc or RejectionReason.Fcs or RejectionReason.Hcs or RejectionReason.Checksum or RejectionReason.Malformed or RejectionReason.Truncated =>
            $"Telegrams arrive damaged ({rejected.Layer.Name()}: {rejected.Reason.Name()}): check parity and stop bits, the cable and its ground, and the signal of the device's radio link.",
        _ => NoFrames,
    };

    // A meter that sends each quarter of an hour is not silent in between.
    private static TimeSpan PatienceWith(SourceFigures figures)
    {
        if (figures is { Telegrams: 0, TelegramInterval: null })
            return LeastPatience;
        TimeSpan usual = Freshness.OfMeter(figures.TelegramInterval);
        return usual > LeastPatience ? usual : LeastPatience;
    }
}
