using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>Reads what is inside the frames of one format; may hold the parts of a message that several frames carry.</summary>
internal abstract class FrameReader
{
    /// <summary>Reads one frame whose own checks hold.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="reading">Cleared; filled where the outcome is a reading.</param>
    public abstract FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading);

    /// <summary>Reads the next of several messages in the frame last read, where its outcome said that there are more.</summary>
    /// <param name="reading">As in <see cref="Read"/>.</param>
    public virtual FrameOutcome ReadNext(Reading reading) => throw new NotSupportedException();

    /// <summary>Gives up the parts held; what was missing.</summary>
    public virtual Refusal? Abandon() => null;
}
