using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>Takes what the scanner finds, in the order of the stream.</summary>
internal interface IFrameReceiver
{
    /// <summary>
    /// Decodes a frame whose own checks hold, and tells nobody yet. Where the frame has no check (<see cref="FrameFormat.WithoutChecksum"/>)
    /// and the answer is a refusal, the scanner takes it back, as if it had not been there.
    /// </summary>
    /// <returns>Why the payload is refused; null: it decoded, or is a part of a longer message.</returns>
    Refusal? Examine(FrameFormat format, ReadOnlySpan<byte> frame, long offset, DateTimeOffset now);

    /// <summary>Tells what the frame last examined came to.</summary>
    void Tell(ReadOnlySpan<byte> frame, long offset);

    /// <summary>A sound frame of the link that carries nothing.</summary>
    void OnLinkTraffic(ReadOnlySpan<byte> bytes);

    /// <summary>What a gateway does to the octets of this stream, as far as it is known; null: nothing.</summary>
    void OctetsAreChanged(string? how);

    /// <summary>A stretch that holds no sound frame.</summary>
    void OnStretch(Refusal refusal, ReadOnlySpan<byte> bytes, long offset);
}
