using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>Names programming messages for what they are: sound, and without reading.</summary>
internal sealed class ProgrammingMessageReader : FrameReader
{
    private static readonly FrameOutcome NoData = FrameOutcome.Refused(
        new Refusal(Iec62056Format.Refuses, RejectionReason.NoData, "a programming message"));

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading) => NoData;

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) =>
        parts.Add("programming message", 0, frame.Length);
}
