using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Bare;

/// <summary>
/// A bare LLC PDU, as gateways send that take the HDLC frame off: <code>E6 E7 00 | APDU</code>
/// It has no length and no checksum: it counts where it fills a whole burst and its APDU ends exactly with it.
/// </summary>
internal sealed class LlcFormat : FrameFormat
{
    public override string Framing => "llc";

    public override RejectionLayer Layer => RejectionLayer.Dlms;

    public override ReadOnlySpan<byte> StartOctets => [Apdu.Llc];

    public override bool WithoutChecksum => true;

    public override bool WholeBurst => true;

    public override int MaxLength => 8 * 1024;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended) =>
        ended && bytes.Length > 4 && bytes.Length <= MaxLength && Apdu.StartsWithLlc(bytes)
            ? FrameMatch.Complete(bytes.Length)
            : FrameMatch.None;
}
