using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Bare;

/// <summary>Reads APDUs that came with an LLC header alone, or with nothing around them.</summary>
/// <param name="apdus">Reads them.</param>
/// <param name="frame">What their format says of them.</param>
internal sealed class ApduFrameReader(ApduReader apdus, ApduFrame frame) : FrameReader
{
    public override FrameOutcome Read(ReadOnlySpan<byte> octets, Reading reading) =>
        apdus.Read(Apdu.WithoutLlc(octets), reading, frame) is var outcome && outcome.Octets > 0
            ? outcome with { Octets = outcome.Octets + octets.Length - Apdu.WithoutLlc(octets).Length }
            : outcome;

    public override FrameOutcome ReadNext(Reading reading) => apdus.ReadNext(reading);

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) => apdus(parts, 0, frame.Length);

    public override Refusal? Abandon() => apdus.Abandon();
}
