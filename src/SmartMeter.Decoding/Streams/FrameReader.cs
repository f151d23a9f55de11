using SmartMeter.Decoding.Dissection;
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

    /// <summary>Adds what a frame of this format is made of, for people; it may be damaged or cut.</summary>
    /// <param name="frame">As received.</param>
    /// <param name="parts">Where to.</param>
    /// <param name="reading">What came of it; null: nothing.</param>
    /// <param name="apdus">Adds the parts of an APDU, or of a piece of one, that the frame carries.</param>
    public abstract void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus);
}

/// <summary>Adds the parts of the APDU, or the piece of one, that stands from one place in the octets to another.</summary>
internal delegate void ApduParts(PartTree parts, int from, int to);
