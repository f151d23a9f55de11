using SmartMeter.Decoding.Framing;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Dlms;

/// <summary>Reads an application protocol data unit, whatever framing brought it: unwraps blocks and ciphers until a push is left.</summary>
internal sealed class ApduReader(ListPayload lists)
{
    private static readonly Refusal NotAPush = new(RejectionLayer.Dlms, RejectionReason.NoData);
    private static readonly Refusal CutShort = new(RejectionLayer.Dlms, RejectionReason.Malformed, "the data-notification does not end where its frame does");
    private static readonly Refusal BadHead = new(RejectionLayer.Dlms, RejectionReason.Malformed, "the head of the data-notification");

    private readonly AxdrDocument _document = new();

    public FrameOutcome Read(ReadOnlySpan<byte> apdu, Reading reading) => apdu.IsEmpty ? FrameOutcome.Refused(NotAPush) : apdu[0] switch
    {
        Apdu.DataNotification => FrameOutcome.Of(ReadPush(apdu, reading)),
        _ => FrameOutcome.Refused(NotAPush),
    };

    /// <summary>Gives up the blocks held; why.</summary>
    public static Refusal? Abandon() => null;

    private Refusal? ReadPush(ReadOnlySpan<byte> apdu, Reading reading)
    {
        if (!DataNotification.TryRead(apdu, out DataNotification push))
            return BadHead;
        if (!_document.TryRead(push.Body, out int used) || used != push.Body.Length)
            return CutShort;
        reading.Payload = PayloadKind.Dlms;
        return lists.Read(_document, push.DateTime, reading);
    }
}
