using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Dlms.Ciphering;

namespace EspSmartMeter.Sources;

/// <summary>What is known of a source: its link, what came, what was refused. Written by the source's thread, read by any.</summary>
internal sealed class SourceStatus(SourceOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(RejectionLayer Layer, RejectionReason Reason), long> _rejections = [];
    private SourceFigures _figures = new();
    private string? _chipId;

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
            return MeterId.Safe(name);
        lock (_gate)
            return MeterId.Safe(_chipId ?? (Url.Host.Length > 0 ? Url.Host : Path.GetFileNameWithoutExtension(Url.AbsolutePath)));
    }

    public bool IsDownFor(TimeSpan time, DateTimeOffset now)
    {
        lock (_gate)
            return _figures.Link is LinkState.Connecting or LinkState.Lost && now - _figures.LinkSince > time;
    }

    public void IdentifiedAs(string chipId)
    {
        lock (_gate)
            _chipId = chipId;
    }

    /// <param name="link">How it stands now.</param>
    /// <param name="at">Since when.</param>
    /// <param name="sentence">What is, and where it fails also what to do.</param>
    /// <returns>True where that is news.</returns>
    public bool LinkIs(LinkState link, DateTimeOffset at, string sentence)
    {
        lock (_gate)
        {
            SourceFigures before = _figures;
            if (link == before.Link && sentence == before.LinkSentence)
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

    public void Decoded(DateTimeOffset at)
    {
        lock (_gate)
            _figures = _figures with { Telegrams = _figures.Telegrams + 1, LastTelegramAt = at };
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
}
