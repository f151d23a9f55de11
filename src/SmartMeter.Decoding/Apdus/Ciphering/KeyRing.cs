namespace SmartMeter.Decoding.Apdus.Ciphering;

/// <summary>The keys of one meter (suites 0 and 1: 16 bytes each; suite 2: 32).</summary>
/// <param name="Encryption">The global unicast or broadcast encryption key (GUEK, GPK60).</param>
/// <param name="Authentication">The authentication key (AK, GPK61); null: tags are not verified.</param>
public sealed record MeterKeys(ReadOnlyMemory<byte> Encryption, ReadOnlyMemory<byte>? Authentication)
{
    /// <summary>Never the key: records print their members otherwise.</summary>
    public override string ToString() => "MeterKeys (hidden)";
}

/// <summary>Keys by system title, and one for every meter that has none of its own.</summary>
public sealed class KeyRing
{
    public static readonly KeyRing Empty = new(null);

    private readonly IReadOnlyDictionary<ulong, MeterKeys> _bySystemTitle;
    private readonly MeterKeys? _default;

    public KeyRing(MeterKeys? forEveryMeter)
        : this(forEveryMeter, new Dictionary<ulong, MeterKeys>())
    {
    }

    private KeyRing(MeterKeys? forEveryMeter, IReadOnlyDictionary<ulong, MeterKeys> bySystemTitle)
    {
        _default = forEveryMeter;
        _bySystemTitle = bySystemTitle;
    }

    /// <summary>The same ring, with one meter's own keys in it.</summary>
    public KeyRing With(ReadOnlySpan<byte> systemTitle, MeterKeys keys) =>
        new(_default, new Dictionary<ulong, MeterKeys>(_bySystemTitle) { [Number(systemTitle)] = keys });

    /// <summary>The keys for this meter; null when there are none.</summary>
    public MeterKeys? Find(ReadOnlySpan<byte> systemTitle) =>
        _bySystemTitle.TryGetValue(Number(systemTitle), out MeterKeys? keys) ? keys : _default;

    internal static ulong Number(ReadOnlySpan<byte> systemTitle)
    {
        ulong number = 0;
        foreach (byte octet in systemTitle.Length > 8 ? systemTitle[..8] : systemTitle)
            number = (number << 8) | octet;
        return number;
    }
}
