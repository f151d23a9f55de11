using SmartMeter.Decoding.Apdus.Ciphering;

namespace SmartMeter.Decoding;

/// <summary>What the user may have to tell; all of it is optional.</summary>
public sealed record DecoderOptions
{
    /// <summary>The keys of ciphered meters.</summary>
    public KeyRing Keys { get; init; } = KeyRing.Empty;

    /// <summary>False: P1 and SML checksums are not looked at (for captures whose identifiers were replaced).</summary>
    public bool VerifyCrc { get; init; } = true;

    /// <summary>Gives offsets to stamps that carry none.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>True for a live source: a ciphered telegram whose frame counter does not move on is refused as replayed.</summary>
    public bool Live { get; init; }

    /// <summary>For a live source: the counters that such telegrams are told by, to be kept from run to run; null: the decoder's own, from the start.</summary>
    public FrameCounters? FrameCounters { get; init; }

    /// <summary>The makers' lists to read position-only and scaler-less payloads by; null: the built-in ones.</summary>
    public Lists.ListCatalogue? Lists { get; init; }

    /// <summary>
    /// The name of the one of them that this source's meter sends: where it fits, nothing else need tell it from others. Null: lists are told by themselves.
    /// </summary>
    public string? List { get; init; }
}
