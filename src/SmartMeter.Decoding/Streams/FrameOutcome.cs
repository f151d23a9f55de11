using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>What a frame came to.</summary>
/// <param name="Kind">A reading, a part of a longer message, or nothing.</param>
/// <param name="Refusal">Refused: why.</param>
/// <param name="Abandoned">The parts held before this frame are given up, for this reason: a new message began before theirs was whole.</param>
/// <param name="More">The frame holds more of them, which <see cref="FrameReader.ReadNext"/> gives.</param>
/// <param name="Octets">With more to come: the frame's octets that this one has, from where the one before ended; 0: all that are left.</param>
/// <param name="At">Refused, with the rest of its frame read: where in it the octets stand that are refused; -1: it is no such part.</param>
/// <param name="Lost">Reading: so many of its frame's octets are refused by such parts.</param>
internal readonly record struct FrameOutcome(
    FrameOutcome.Is Kind, Refusal? Refusal = null, Refusal? Abandoned = null, bool More = false, int Octets = 0, int At = -1, int Lost = 0)
{
    public enum Is : byte { Reading, Part, Refused }

    public static readonly FrameOutcome Reading = new(Is.Reading);

    public static readonly FrameOutcome Part = new(Is.Part);

    public static FrameOutcome Refused(Refusal refusal) => new(Is.Refused, refusal);

    public static FrameOutcome Of(Refusal? refusal) => refusal is null ? Reading : Refused(refusal);
}
