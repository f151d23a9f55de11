using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Hdlc;

/// <summary>
/// Takes the information field out of HDLC frames and joins segments (IEC 62056-46, 6.4.2: the S bit says that more follow; only the first
/// carries the LLC header). Unnumbered frames have no sequence number: a lost segment shows only in the joined message.
/// </summary>
internal sealed class HdlcFrameReader(ApduReader apdus) : FrameReader
{
    private const int LongestMessage = 64 * 1024;

    private static readonly Refusal NoInformation = new(HdlcFormat.Refuses, RejectionReason.NoData);
    private static readonly Refusal SegmentMissing = new(HdlcFormat.Refuses, RejectionReason.SegmentMissing);
    private static readonly Refusal TooLong = new(HdlcFormat.Refuses, RejectionReason.Oversize);

    private readonly MessageBuffer _segments = new(LongestMessage);

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        HdlcHeader header = HdlcHeader.Read(frame[1..]);
        int from = 1 + header.Length + 2;
        // The length counts all between the flags; the closing one may be the FCS's own last octet.
        int to = 1 + HdlcHeader.CountedOctets(frame[1..]) - 2;
        if (to <= from)
            return FrameOutcome.Refused(NoInformation);
        ReadOnlySpan<byte> information = frame[from..to];

        Refusal? abandoned = null;
        if (!_segments.IsEmpty && Apdu.StartsWithLlc(information))
            abandoned = Abandon();
        FrameOutcome outcome = header.Segmented || !_segments.IsEmpty
            ? ReadSegment(information, header.Segmented, reading)
            : ReadWhole(information, from, reading);
        return outcome with { Abandoned = abandoned ?? outcome.Abandoned };
    }

    public override FrameOutcome ReadNext(Reading reading) => apdus.ReadNext(reading);

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) => HdlcDissection.Write(frame, parts, apdus);

    public override Refusal? Abandon()
    {
        if (_segments.IsEmpty)
            return apdus.Abandon();
        _segments.Clear();
        return SegmentMissing;
    }

    private FrameOutcome ReadWhole(ReadOnlySpan<byte> information, int from, Reading reading)
    {
        ReadOnlySpan<byte> apdu = Apdu.WithoutLlc(information);
        FrameOutcome outcome = apdus.Read(apdu, reading, ApduFrame.Checked);
        return outcome.Octets == 0 ? outcome : outcome with { Octets = from + information.Length - apdu.Length + outcome.Octets };
    }

    private FrameOutcome ReadSegment(ReadOnlySpan<byte> information, bool moreFollow, Reading reading)
    {
        if (_segments.IsEmpty && !Apdu.StartsWithLlc(information))
            return FrameOutcome.Refused(SegmentMissing);
        if (!_segments.TryAppend(information))
        {
            _segments.Clear();
            return FrameOutcome.Refused(TooLong);
        }
        if (moreFollow)
            return FrameOutcome.Part;
        FrameOutcome outcome = apdus.Read(Apdu.WithoutLlc(_segments.Bytes), reading, ApduFrame.Checked);
        _segments.Clear();
        return outcome.Refusal?.Reason == RejectionReason.Malformed ? FrameOutcome.Refused(SegmentMissing) : outcome with { Octets = 0 };
    }
}
