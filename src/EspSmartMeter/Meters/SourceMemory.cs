using EspSmartMeter.Sources;

namespace EspSmartMeter.Meters;

/// <summary>
/// What the last run knew of the sources. A named one is found again by its name, whatever its address has become; any by its address, under whatever name. What was
/// known of one source goes to one.
/// </summary>
internal sealed class SourceMemory(IReadOnlyList<StoredSource> lastRun)
{
    private readonly List<StoredSource> _left = [.. lastRun];
    private readonly Dictionary<Source, StoredSource?> _found = [];

    /// <summary>What belongs to no source that is known now.</summary>
    public IReadOnlyList<StoredSource> Left => _left;

    /// <summary>Tells the configured sources apart before any speaks: a name goes before an address.</summary>
    public void Match(IReadOnlyList<Source> sources)
    {
        foreach (Source source in sources)
            Take(source, ByName(source));
        foreach (Source source in sources)
            _ = Of(source);
    }

    /// <summary>What was known of this source; null: nothing.</summary>
    public StoredSource? Of(Source source)
    {
        if (!_found.TryGetValue(source, out StoredSource? stored))
            _found[source] = stored = Taken(ByName(source) ?? _left.Find(left => left.Address == source.Address));
        return stored;
    }

    /// <summary>The source that what was heard at this address of the last run comes from now; null: none.</summary>
    public Source? At(string address) =>
        _found.FirstOrDefault(found => found.Value?.Address == address).Key ?? _found.Keys.FirstOrDefault(source => source.Address == address && _found[source] is null);

    private StoredSource? ByName(Source source) => source.OwnName is string name ? _left.Find(left => left.Name == name) : null;

    private void Take(Source source, StoredSource? stored)
    {
        if (stored is not null)
            _found[source] = Taken(stored);
    }

    private StoredSource? Taken(StoredSource? stored)
    {
        if (stored is not null)
            _left.Remove(stored);
        return stored;
    }
}
