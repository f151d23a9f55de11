using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>Takes the messages out of an SML file and reads those that carry values; one file is one reading.</summary>
internal sealed class SmlFrameReader(SmlListPayload lists, bool verifyCrc) : FrameReader
{
    private static readonly Refusal BadFill = new(SmlFormat.Refuses, RejectionReason.Malformed, "more fill octets than a file can have");
    private static readonly Refusal NotAMessage = new(SmlFormat.Refuses, RejectionReason.Malformed, "a message is no list of 6 with body, CRC and end");
    private static readonly Refusal BadMessageCrc = new(SmlFormat.Refuses, RejectionReason.Crc, "the CRC of a message");
    private static readonly Refusal NoList = new(SmlFormat.Refuses, RejectionReason.NoData, "no GetList response");

    private readonly SmlDocument _document = new();
    private byte[] _data = new byte[1024];

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        if (_data.Length < frame.Length)
            _data = new byte[frame.Length * 2];
        if (!SmlEscape.TryUnescape(frame, _data, out int length))
            return FrameOutcome.Refused(BadFill);
        reading.Encoding = SmlFormat.Name;
        if (!verifyCrc)
            reading.Check = TelegramCheck.None;
        return FrameOutcome.Of(ReadMessages(_data.AsMemory(0, length), reading));
    }

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) =>
        new SmlDissection(reading).Write(frame, parts);

    private Refusal? ReadMessages(ReadOnlyMemory<byte> rest, Reading reading)
    {
        bool found = false;
        lists.Begin();
        while (!(rest = WithoutZeros(rest)).IsEmpty)
        {
            if (!_document.TryRead(rest, out int used) || !SmlMessage.TryOpen(_document, out SmlMessage message, out int checksum))
                return NotAMessage;
            if (verifyCrc && !SmlMessage.CrcFits(_document, checksum, rest.Span))
                return BadMessageCrc;
            if (message.Tag == SmlMessage.GetListResponse)
            {
                if (lists.Read(_document, message.Body, reading) is Refusal refusal)
                    return refusal;
                found = true;
            }
            rest = rest[used..];
        }
        return found ? lists.Finish(reading) : NoList;
    }

    // Some meters fill up between messages too.
    private static ReadOnlyMemory<byte> WithoutZeros(ReadOnlyMemory<byte> rest)
    {
        int at = rest.Span.IndexOfAnyExcept((byte)0);
        return at < 0 ? default : rest[at..];
    }
}
