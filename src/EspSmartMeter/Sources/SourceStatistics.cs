using EspSmartMeter.Languages;
using EspSmartMeter.Timing;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>What came from a source and how its link stands. Written by the one that reads it, read by any.</summary>
/// <param name="carrier">Of the source whose carrier brings this one: what comes counts there too.</param>
internal sealed class SourceStatistics(SourceStatistics? carrier = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(RejectionLayer Layer, RejectionReason Reason), long> _rejections = [];
    private readonly RefusedLately _refused = new();
    private readonly BurstPace _bursts = new();
    private MedianInterval _interval = new();
    private LinkState _link;
    private DateTimeOffset _linkSince;
    private Sentence _linkSentence = Sentence.None;
    private long _bytes, _linkBytes, _telegrams, _provenTelegrams;
    private DateTimeOffset? _lastByteAt, _lastTelegramAt, _lastRejectionAt;
    private TimeSpan? _telegramInterval;

    // The link has just come up: it may have joined a telegram in its middle, which is no fault.
    private bool _joining = true;
    private string? _octetsChanged;
    private string? _foundAt;
    private Rejected? _lastRejection;

    /// <summary>What was told last; null since something changed. Who looks each second at what stands still gets the same again.</summary>
    private SourceFigures? _figures;

    private IReadOnlyDictionary<(RejectionLayer Layer, RejectionReason Reason), long>? _countedRejections;

    /// <summary>A snapshot.</summary>
    public SourceFigures Figures
    {
        get
        {
            lock (_gate)
                return _figures ??= Taken();
        }
    }

    public bool IsDownFor(TimeSpan time, DateTimeOffset now)
    {
        lock (_gate)
            return _link is LinkState.Connecting or LinkState.Lost && now - _linkSince > time;
    }

    /// <param name="link">How it stands now.</param>
    /// <param name="at">Since when.</param>
    /// <param name="sentence">What is, and where it fails also what to do.</param>
    /// <returns>True where that is news.</returns>
    public bool LinkIs(LinkState link, DateTimeOffset at, Sentence sentence)
    {
        lock (_gate)
        {
            bool isNews = link != _link;
            if (!isNews && sentence.Equals(_linkSentence))
                return false;
            if (isNews)
                _linkSince = at;
            _joining |= isNews && link == LinkState.Connected;
            (_link, _linkSentence, _figures) = (link, sentence, null);
            return isNews || link == LinkState.Lost;
        }
    }

    /// <param name="address">That its device's name leads to; null: it goes by none.</param>
    public void IsFoundAt(string? address)
    {
        lock (_gate)
            (_foundAt, _figures) = (address, null);
    }

    public void Received(int bytes, DateTimeOffset at)
    {
        carrier?.Received(bytes, at);
        lock (_gate)
        {
            _bytes += bytes;
            _lastByteAt = at;
            _bursts.Came(bytes, at);
            _figures = null;
        }
    }

    public void LinkTraffic(int bytes)
    {
        lock (_gate)
        {
            _linkBytes += bytes;
            _figures = null;
        }
    }

    /// <param name="how">What a gateway does to the bytes on their way; null: nothing.</param>
    public void OctetsChanged(string? how)
    {
        lock (_gate)
            (_octetsChanged, _figures) = (how, null);
    }

    /// <summary>Telegrams came so often in the last run.</summary>
    public void Expects(TimeSpan? interval)
    {
        lock (_gate)
        {
            _interval = new MedianInterval(interval);
            _telegramInterval = interval;
            _figures = null;
        }
    }

    /// <param name="at">When the telegram came.</param>
    /// <param name="proven">A check of the whole telegram vouches for it.</param>
    public void Decoded(DateTimeOffset at, bool proven)
    {
        carrier?.Decoded(at, proven);
        lock (_gate)
        {
            _joining = false;
            _refused.Clear();
            _telegrams++;
            _provenTelegrams += proven ? 1 : 0;
            _lastTelegramAt = at;
            _interval.Came(at);
            _telegramInterval = _interval.Value;
            _figures = null;
        }
    }

    public void Refused(Rejected rejected, DateTimeOffset at)
    {
        carrier?.Refused(rejected, at);
        lock (_gate)
        {
            bool isOfJoining = _joining && IsOfJoining(rejected.Reason);
            _joining = false;
            _refused.Add(rejected, isOfJoining, at);
            _figures = null;
            if (isOfJoining)
                return;
            (RejectionLayer, RejectionReason) kind = (rejected.Layer, rejected.Reason);
            _rejections[kind] = _rejections.GetValueOrDefault(kind) + 1;
            (_lastRejection, _lastRejectionAt) = (rejected, at);
            _countedRejections = null;
        }
    }

    private static bool IsOfJoining(RejectionReason reason) =>
        reason is RejectionReason.Garbage or RejectionReason.Truncated or RejectionReason.SegmentMissing or RejectionReason.GbtSequence;

    private SourceFigures Taken() => new()
    {
        Link = _link,
        LinkSince = _linkSince,
        LinkSentence = _linkSentence,
        FoundAt = _foundAt,
        Bytes = _bytes,
        LinkBytes = _linkBytes,
        OctetsChanged = _octetsChanged,
        LastByteAt = _lastByteAt,
        BurstInterval = _bursts.Interval,
        JudgedFrom = _bursts.JudgedFrom,
        Telegrams = _telegrams,
        ProvenTelegrams = _provenTelegrams,
        LastTelegramAt = _lastTelegramAt,
        TelegramInterval = _telegramInterval,
        Rejections = _countedRejections ??= new Dictionary<(RejectionLayer, RejectionReason), long>(_rejections),
        LastRejection = _lastRejection,
        LastRejectionAt = _lastRejectionAt,
        Cause = _refused.Cause,
        Weighed = _refused.Weighed(),
        LacksBitSeven = _refused.LacksBitSeven,
    };
}
