namespace SmartMeter.Decoding;

/// <summary>Why a layer does not take what it was given.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">What a person needs to act on it; never a key.</param>
internal sealed record Refusal(RejectionLayer Layer, RejectionReason Reason, string? Detail = null)
{
    /// <summary>The rejection of these bytes for this reason.</summary>
    public Rejected Of(ReadOnlySpan<byte> bytes, long offset) => new(Layer, Reason, offset, bytes.ToArray(), Detail);
}
