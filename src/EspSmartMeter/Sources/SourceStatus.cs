using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Timing;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>What is known of a source: its link, what came, what was refused. Written by the source's thread and by what talks to its device, read by any.</summary>
internal sealed class SourceStatus(SourceOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(RejectionLayer Layer, RejectionReason Reason), long> _rejections = [];
    private LearntInterval _interval = new();
    private SourceFigures _figures = new();
    private string? _chipId;
    private bool _isAskedForChip;
    private DateTimeOffset? _noChipAt;
    private SerialMode? _foundMode;
    private SerialMode? _listensIn;
    private readonly SerialMode _givenMode = options.Url.Scheme == "serial" ? SerialMode.Of(options.Url) : SerialMode.Default;

    /// <summary>What it is called where it has to be told from others.</summary>
    public string Name => options.DisplayName;

    /// <summary>Its URL, as the user wrote it.</summary>
    public string Address => options.Address;

    public Uri Url => options.Url;

    /// <summary>How far its meters' frame counters have come.</summary>
    public FrameCounters FrameCounters { get; } = new();

    /// <summary>A snapshot.</summary>
    public SourceFigures Figures
    {
        get
        {
            lock (_gate)
                return _figures with { Rejections = new Dictionary<(RejectionLayer, RejectionReason), long>(_rejections) };
        }
    }

    /// <summary>
    /// What a meter without an id goes by: the source's name, else the ESP's chip id, else the host or the device.
    /// </summary>
    public string FallbackId()
    {
        if (options.Name is string name)
            return name;
        lock (_gate)
            return _chipId ?? (Url.Host.Length > 0 ? Url.Host : Path.GetFileNameWithoutExtension(Url.AbsolutePath));
    }

    /// <summary>The chip id of the ESP it comes from; null where it is none of ours, or has not said so yet.</summary>
    public string? ChipId
    {
        get
        {
            lock (_gate)
                return _chipId;
        }
    }

    /// <summary>Its device has been asked who it is, and that would be what a meter without an id goes by.</summary>
    public bool AwaitsChipId
    {
        get
        {
            lock (_gate)
                return options.Name is null && _isAskedForChip && _chipId is null && !(_noChipAt >= _figures.LinkSince);
        }
    }

    /// <summary>How a serial port is opened.</summary>
    public SerialMode Mode
    {
        get
        {
            lock (_gate)
                return _listensIn ?? _foundMode ?? _givenMode;
        }
    }

    /// <summary>The mode that telegrams decoded in, at a port whose address gives none.</summary>
    public SerialMode? FoundMode
    {
        get
        {
            lock (_gate)
                return _foundMode;
        }
    }

    /// <summary>Takes over what the last run knew.</summary>
    public void Restore(IReadOnlyList<FrameCounter> frameCounters, string? chipId, string? lineMode)
    {
        FrameCounters.Restore(frameCounters);
        lock (_gate)
        {
            _chipId = chipId;
            _foundMode = Url is { Scheme: "serial", Query: "" } ? SerialMode.TryParse(lineMode) : null;
        }
    }

    public bool IsDownFor(TimeSpan time, DateTimeOffset now)
    {
        lock (_gate)
            return _figures.Link is LinkState.Connecting or LinkState.Lost && now - _figures.LinkSince > time;
    }

    /// <summary>Its device is going to be asked for its chip id.</summary>
    public void IsAskedForChip()
    {
        lock (_gate)
            _isAskedForChip = true;
    }

    public void IdentifiedAs(string chipId)
    {
        lock (_gate)
            _chipId = chipId;
    }

    /// <summary>Its device does not say who it is.</summary>
    public void HasNoChipId(DateTimeOffset at)
    {
        lock (_gate)
            _noChipAt = at;
    }

    /// <summary>Opens the serial port anew in another mode, and from now on where it is the one that was looked for.</summary>
    public void ListenIn(SerialMode mode, bool found)
    {
        lock (_gate)
        {
            _listensIn = mode;
            if (found)
                _foundMode = mode;
        }
    }

    public void LineSays(LineNote? note)
    {
        lock (_gate)
            _figures = _figures with { Line = note };
    }

    /// <param name="link">How it stands now.</param>
    /// <param name="at">Since when.</param>
    /// <param name="sentence">What is, and where it fails also what to do.</param>
    /// <returns>True where that is news.</returns>
    public bool LinkIs(LinkState link, DateTimeOffset at, Sentence sentence)
    {
        lock (_gate)
        {
            SourceFigures before = _figures;
            if (link == before.Link && sentence.Equals(before.LinkSentence))
                return false;
            _figures = before with { Link = link, LinkSince = link == before.Link ? before.LinkSince : at, LinkSentence = sentence };
            return link != before.Link || link == LinkState.Lost;
        }
    }

    public void Received(int bytes, DateTimeOffset at)
    {
        lock (_gate)
            _figures = _figures with { Bytes = _figures.Bytes + bytes, LastByteAt = at };
    }

    /// <summary>Telegrams came so often in the last run.</summary>
    public void Expects(TimeSpan? interval)
    {
        lock (_gate)
        {
            _interval = new LearntInterval(interval);
            _figures = _figures with { TelegramInterval = interval };
        }
    }

    public void Decoded(DateTimeOffset at, bool checksummed)
    {
        lock (_gate)
        {
            _figures = _figures with
            {
                Telegrams = _figures.Telegrams + 1,
                ProvenTelegrams = _figures.ProvenTelegrams + (checksummed ? 1 : 0),
                LastTelegramAt = at,
                TelegramInterval = LearntAt(at),
            };
        }
    }

    public void Refused(Rejected rejected, DateTimeOffset at)
    {
        lock (_gate)
        {
            (RejectionLayer, RejectionReason) kind = (rejected.Layer, rejected.Reason);
            _rejections[kind] = _rejections.GetValueOrDefault(kind) + 1;
            _figures = _figures with { LastRejection = rejected, LastRejectionAt = at };
        }
    }

    private TimeSpan? LearntAt(DateTimeOffset at)
    {
        _interval.Came(at);
        return _interval.Value;
    }
}
