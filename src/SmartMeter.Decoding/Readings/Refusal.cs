using System.Collections.Concurrent;

namespace SmartMeter.Decoding.Readings;

/// <summary>Why a layer does not take what it was given.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">What a person needs to act on it; never a key.</param>
internal sealed record Refusal(RejectionLayer Layer, RejectionReason Reason, string? Detail = null)
{
    private static readonly ConcurrentDictionary<(RejectionLayer, RejectionReason), Refusal> Known = new();

    /// <summary>A refusal that says no more than its reason; there is one of each.</summary>
    public static Refusal For(RejectionLayer layer, RejectionReason reason) =>
        Known.GetOrAdd((layer, reason), static key => new Refusal(key.Item1, key.Item2));

    /// <summary>The rejection of these bytes for this reason.</summary>
    public Rejected Of(ReadOnlySpan<byte> bytes, long offset) => new(Layer, Reason, offset, bytes.ToArray(), Detail);
}
