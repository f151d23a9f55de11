using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Options;

/// <summary>
/// Keys of single meters, told by their system titles: for lines that more than one ciphered meter sends on. They go before the key of the source.
/// On the command line a key with a title before it: <c>--key 4B414D0001234567=000102…</c>.
/// </summary>
internal sealed class TitleKeys
{
    private readonly Dictionary<string, (byte[] Title, MeterKeys Keys)> _byTitle = [];

    /// <summary>The keys of the flags that name a title.</summary>
    /// <exception cref="UsageException">A title or key that is none, or a title whose encryption key is missing.</exception>
    public static TitleKeys FromFlags(Arguments flags)
    {
        TitleKeys keys = new();
        Dictionary<string, string> authentication = [];
        foreach ((string title, string key) in Titled(flags.All("--auth-key")))
            authentication[Convert.ToHexString(HexKey.SystemTitle("--auth-key", title))] = key;
        foreach ((string title, string key) in Titled(flags.All("--key")))
        {
            string name = Convert.ToHexString(HexKey.SystemTitle("--key", title));
            _ = authentication.Remove(name, out string? authKey);
            keys.Add("--key", title, HexKey.Keys("--key", key, "--auth-key", authKey));
        }
        return authentication.Count == 0
            ? keys
            : throw new UsageException(Shown(authentication.Keys.First()) is string shown
                ? $"--auth-key {shown}=… has no --key {shown}=… beside it"
                : "--auth-key of a title has no --key of the same title beside it");
    }

    /// <summary>The last key of a flag that names no title: the one for every meter.</summary>
    public static string? Untitled(Arguments flags, string flag) => flags.All(flag).LastOrDefault(value => !HexKey.IsTitled(value));

    /// <exception cref="UsageException">No title, or one that has keys already.</exception>
    public void Add(string option, string title, MeterKeys keys)
    {
        byte[] octets = HexKey.SystemTitle(option, title);
        if (!_byTitle.TryAdd(Convert.ToHexString(octets), (octets, keys)))
            throw new UsageException($"{option}: the meter{(Shown(Convert.ToHexString(octets)) is string shown ? $" {shown}" : "")} has its keys already");
    }

    /// <summary>Takes those of the other too, which win.</summary>
    public void Overlay(TitleKeys other)
    {
        foreach ((string title, (byte[], MeterKeys) entry) in other._byTitle)
            _byTitle[title] = entry;
    }

    public KeyRing Into(KeyRing ring) => _byTitle.Values.Aggregate(ring, (keys, entry) => keys.With(entry.Title, entry.Keys));

    /// <summary>A title begins with its maker's three letters; any other sixteen digits may be half a key.</summary>
    private static string? Shown(string title) => Convert.FromHexString(title).AsSpan(0, 3).IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0 ? title : null;

    private static IEnumerable<(string Title, string Key)> Titled(IEnumerable<string> values) =>
        values.Where(HexKey.IsTitled)
            .Select(value => (value[..value.IndexOf('=', StringComparison.Ordinal)], value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..]));
}
