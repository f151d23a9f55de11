using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Sources;

/// <summary>
/// A place that bytes come from: what it is called, and which device it turned out to be. What came is in its <see cref="Statistics"/>, how it is
/// listened to in its <see cref="Line"/>.
/// </summary>
internal sealed class Source(SourceOptions options)
{
    private readonly Lock _gate = new();
    private string? _chipId;
    private bool _isAskedForChip;
    private DateTimeOffset? _noChipAt;

    /// <summary>What it is called where it has to be told from others.</summary>
    public string Name => options.DisplayName;

    /// <summary>Its URL, as the user wrote it.</summary>
    public string Address => options.Address;

    public Uri Url => options.Url;

    public SourceStatistics Statistics { get; } = new();

    public LineControl Line { get; } = new(options.Url);

    /// <summary>How far its meters' frame counters have come.</summary>
    public FrameCounters FrameCounters { get; } = new();

    /// <summary>What a meter without an id goes by: the source's name, else the ESP's chip id, else the host or the device.</summary>
    public string FallbackId() =>
        options.Name ?? ChipId ?? (Url.Host.Length > 0 ? Url.Host : Path.GetFileNameWithoutExtension(Url.AbsolutePath));

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
            DateTimeOffset linkSince = Statistics.Figures.LinkSince;
            lock (_gate)
                return options.Name is null && _isAskedForChip && _chipId is null && !(_noChipAt >= linkSince);
        }
    }

    /// <summary>Takes over what the last run knew.</summary>
    public void Restore(IReadOnlyList<FrameCounter> frameCounters, string? chipId, string? lineMode)
    {
        FrameCounters.Restore(frameCounters);
        Line.Restore(lineMode);
        lock (_gate)
            _chipId = chipId;
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
}
