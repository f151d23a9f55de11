using EspSmartMeter.Lines;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Sources;

/// <summary>
/// A place that bytes come from: what it is called, and which device it turned out to be. What came is in its <see cref="Statistics"/>, how it is
/// listened to in its <see cref="Line"/>. A line that a carrier brings is a source of its own.
/// </summary>
internal sealed class Source
{
    /// <summary>Of one carrier: a broker that invents topics must not fill the memory.</summary>
    public const int MostLines = 1000;

    private const int LongestName = 64;

    private readonly Lock _gate = new();
    private readonly SourceOptions _options;
    private readonly IBrokerLocator? _broker;
    private readonly string? _ownName;
    private readonly Dictionary<string, Source> _named = [];
    private volatile IReadOnlyList<Source> _lines;
    private string? _chipId;
    private bool _isAskedForChip;
    private DateTimeOffset? _noChipAt;

    /// <summary>One that the user set.</summary>
    /// <param name="options">What was set of it.</param>
    /// <param name="broker">The app's own broker, which it may be read from.</param>
    public Source(SourceOptions options, IBrokerLocator? broker = null)
    {
        _broker = broker;
        (_options, _ownName, OwnName, Name, Address) = (options, options.Name, options.Name, options.DisplayName, options.Address);
        Statistics = new SourceStatistics();
        Telegrams = new P1Telegrams();
        Line = new LineControl(Scheme, Url);
        _lines = IsCarrier ? [] : [this];
    }

    private Source(Source carrier, string name)
    {
        IsCarried = true;
        (_options, _ownName, Name, Address) = (carrier._options, name, $"{carrier.Name} {Readable(name)}", $"{carrier.Address}#{Uri.EscapeDataString(name)}");
        OwnName = carrier.OwnName is string its ? $"{its}#{Uri.EscapeDataString(name)}" : null;
        Statistics = new SourceStatistics(carrier.Statistics);
        Telegrams = new P1Telegrams(carrier.Telegrams);
        Line = new LineControl(Scheme, Url);
        _lines = [this];
    }

    /// <summary>What it is called where it has to be told from others.</summary>
    public string Name { get; }

    /// <summary>Its part in the keys of what is told of it, made once whatever becomes of name and address; null: none is told.</summary>
    public string? Key { get; set; }

    /// <summary>Its URL, as the user wrote it but for secrets; behind it, where a carrier brings it, its name there.</summary>
    public string Address { get; }

    public Uri Url => _options.Url;

    public ILineScheme Scheme => _options.Scheme;

    /// <summary>Where the web pages of its device are, which may be an ESP of ours; null where there are none.</summary>
    public Uri? Pages => Scheme.PagesOf(Url);

    /// <summary>Amperes of its connection's fuse, a phase, where the user says so.</summary>
    public decimal? Fuse => _options.Fuse;

    /// <summary>What its device asks for before it takes new firmware; null where the user gave none.</summary>
    public string? DevicePassword => _options.DevicePassword;

    /// <summary>What its line is opened with.</summary>
    public LineOpening Opening(SerialMode mode, TimeProvider time) =>
        new(Url, mode, time) { Access = new LineAccess(_options.Username, _options.Password, _broker, _options.EspHomeKey) };

    /// <summary>The keys of its ciphered meters.</summary>
    public KeyRing Keys => _options.Keys;

    /// <summary>Where its telegrams are served again; null: nowhere.</summary>
    public ListenAddress? Serve => _options.Serve;

    /// <summary>The name of the list that its meter sends, where the user says so.</summary>
    public string? List => _options.List;

    /// <summary>Its meters' registers that come rarely are carried forward.</summary>
    public bool LiveRegisters => _options.LiveRegisters;

    public SourceStatistics Statistics { get; }

    public LineControl Line { get; }

    /// <summary>What it sent last, byte by byte.</summary>
    public RecentBytes Recent { get; } = new();

    /// <summary>Its P1 telegrams, for who passes them on.</summary>
    public P1Telegrams Telegrams { get; }

    /// <summary>How far its meters' frame counters have come.</summary>
    public FrameCounters FrameCounters { get; } = new();

    /// <summary>It brings lines under names, over time.</summary>
    public bool IsCarrier => Scheme is IManyLinesScheme many && many.IsMany(Url);

    /// <summary>Its carrier brings it: it cannot be connected to.</summary>
    public bool IsCarried { get; }

    /// <summary>The lines that bytes come on: itself, or those that its carrier has brought so far.</summary>
    public IReadOnlyList<Source> Lines => _lines;

    /// <summary>The name that tells it from all others wherever it is; null where only its address does.</summary>
    public string? OwnName { get; }

    /// <summary>What a meter without an id goes by, the best first: the source's name, else the ESP's chip id, else the host or the device. What two share is qualified.</summary>
    public IEnumerable<string> FallbackIds()
    {
        if (_ownName is null && ChipId is string chip)
            yield return chip;
        yield return PlainId;
        if (Url.Port > 0)
            yield return $"{PlainId}:{Url.Port}";
        yield return Address;
    }

    /// <summary>The source's name, else the host or the device: what there is without the word of an ESP, which may or may not come in time.</summary>
    public string PlainId => _ownName ?? Scheme.NameOf(Url);

    /// <summary>The line that its carrier brings under a name; null where there are <see cref="MostLines"/> others.</summary>
    public Source? LineNamed(string name)
    {
        lock (_gate)
        {
            if (_named.TryGetValue(name, out Source? line) || _named.Count == MostLines)
                return line;
            _named[name] = line = new Source(this, name);
            _lines = [.. _lines, line];
            return line;
        }
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
            DateTimeOffset linkSince = Statistics.Figures.LinkSince;
            lock (_gate)
                return _ownName is null && _isAskedForChip && _chipId is null && !(_noChipAt >= linkSince);
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

    /// <summary>A stranger's name, for log and page.</summary>
    private static string Readable(string name) => new([.. name.Take(LongestName).Select(character => char.IsControl(character) ? ' ' : character)]);
}
