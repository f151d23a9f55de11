using EspSmartMeter.Sources;

namespace EspSmartMeter.Meters;

/// <summary>Every source's <see cref="SourceIdentity"/>, with what the last run knew of it. Its caller sees to it that one thread at a time is in here.</summary>
/// <param name="known">The meters that are known: their ids, their numbers, and the source that each is heard on; null: none now.</param>
internal sealed class SourceIdentities(Func<IEnumerable<(string Id, MeterNumbers? Numbers, Source? Source)>> known)
{
    private readonly Dictionary<Source, SourceIdentity> _identities = [];
    private SourceMemory _memory = new([]);

    /// <summary>Those that the user set, in that order.</summary>
    public IReadOnlyList<Source> Sources { get; private set; } = [];

    /// <summary>How many have begun.</summary>
    public int Count => _identities.Count;

    /// <summary>What is to survive a restart, with what was known of sources that are gone.</summary>
    public IEnumerable<StoredSource> Stored => [.. _identities.Values.Select(identity => identity.Stored), .. _memory.Left];

    /// <summary>Takes over what the last run knew.</summary>
    public void Restore(IReadOnlyList<StoredSource> lastRun, IReadOnlyList<Source> sources)
    {
        _identities.Clear();
        Sources = sources;
        _memory = new SourceMemory(lastRun);
        _memory.Match(sources);
    }

    /// <inheritdoc cref="SourceMemory.At"/>
    public Source? At(string address) => _memory.At(address);

    /// <summary>A line begins: it takes over what was known of it.</summary>
    public void Resume(Source line)
    {
        if (_memory.Of(line) is StoredSource stored)
            line.Restore(stored.FrameCounters ?? [], stored.ChipId, stored.Address == line.Address ? stored.LineMode : null);
    }

    /// <summary>A source that the user set begins: it gets its key.</summary>
    public void Begin(Source source)
    {
        Resume(source);
        source.Key = SourceKeys.Of(source, _memory.Of(source)?.Key, TakenKeys(source));
        _ = Of(source);
    }

    public SourceIdentity Of(Source source)
    {
        if (!_identities.TryGetValue(source, out SourceIdentity? identity))
            _identities[source] = identity = new SourceIdentity(source, _memory.Of(source), new MeterIds(known, Sources, OthersFallbacks));
        return identity;
    }

    /// <summary>What went to one meter goes to another from now on.</summary>
    public void Rename(string from, string to)
    {
        foreach (SourceIdentity identity in _identities.Values)
            identity.Rename(from, to);
    }

    /// <summary>Also those of sources that are gone, which may come back.</summary>
    private IEnumerable<string> TakenKeys(Source source) =>
    [
        .. Sources.Where(other => other != source).Select(other => _memory.Of(other)?.Key ?? other.Key).OfType<string>(),
        .. _memory.Left.Select(left => left.Key).OfType<string>(),
    ];

    private IEnumerable<string> OthersFallbacks(Source source) =>
    [
        .. _identities.Where(other => other.Key != source).Select(other => other.Value.FallbackId).OfType<string>(),
        .. _memory.Left.Select(left => left.FallbackId).OfType<string>(),
    ];
}
