using SmartMeter.Decoding.Framing;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Dlms;

/// <summary>Reads APDUs that came with an LLC header alone, or with nothing around them.</summary>
internal sealed class ApduFrameReader(ApduReader apdus) : FrameReader
{
    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading) =>
        apdus.Read(Apdu.WithoutLlc(frame), reading, checkedByFrame: false);

    public override Refusal? Abandon() => apdus.Abandon();
}
