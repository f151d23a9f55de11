using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Bare;

/// <summary>
/// A data-notification without any frame (<c>0F ...</c>; serial ports in Czechia and Slovenia), or one ciphered without a tag, or plain with one. It counts where
/// it fills a whole burst and its data end exactly with it.
/// </summary>
internal sealed class BareApduFormat : FrameFormat
{
    private static readonly CipheredApduFormat Ciphered = new();

    public override string Framing => "apdu";

    public override RejectionLayer Layer => RejectionLayer.Dlms;

    public override ReadOnlySpan<byte> StartOctets => [Apdu.DataNotification, Apdu.GeneralGloCiphering, Apdu.GeneralDedCiphering];

    public override bool WithoutChecksum => true;

    public override bool WholeBurst => true;

    public override int MaxLength => 8 * 1024;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended) =>
        ended && bytes.Length > 7 && bytes.Length <= MaxLength && (bytes[0] == Apdu.DataNotification || IsCipheredWithoutTag(bytes))
            ? FrameMatch.Complete(bytes.Length)
            : FrameMatch.None;

    private static bool IsCipheredWithoutTag(ReadOnlySpan<byte> bytes) =>
        Ciphered.Match(bytes, ended: true) == FrameMatch.Complete(bytes.Length) && !CipheredApduFormat.IsCipheredWithTag(bytes);
}
