using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.MBus;

/// <summary>
/// Joins the segments of an APDU from M-Bus long frames (EN 13757-3, 5, and IEC 62056-5-3): the low four bits of CI count them from 0, bit 4
/// marks the last; a single one has both (10). The transport addresses STSAP and DTSAP stand in each.
/// </summary>
internal sealed class MBusFrameReader(ApduReader apdus) : FrameReader
{
    private const int LongestMessage = 8 * 1024;

    private static readonly Refusal SegmentMissing = new(MBusFormat.Refuses, RejectionReason.SegmentMissing);
    private static readonly Refusal TooLong = new(MBusFormat.Refuses, RejectionReason.Oversize);

    private readonly MessageBuffer _segments = new(LongestMessage);
    private int _expected;

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        int number = frame[MBusFormat.ControlInformationAt] & MBusFormat.SegmentNumber;
        bool last = (frame[MBusFormat.ControlInformationAt] & MBusFormat.LastSegment) != 0;
        if (_segments.IsEmpty)
            _expected = 0;
        Refusal? abandoned = null;
        if (number != _expected)
        {
            if (number != 0)
                return FrameOutcome.Refused(Abandon() ?? SegmentMissing);
            abandoned = Abandon();
        }
        _expected = (number + 1) & MBusFormat.SegmentNumber;
        FrameOutcome outcome = ReadSegment(frame[MBusFormat.Head..^MBusFormat.Tail], last, reading);
        return outcome with { Abandoned = abandoned ?? outcome.Abandoned };
    }

    public override FrameOutcome ReadNext(Reading reading) => apdus.ReadNext(reading);

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) => MBusDissection.Write(frame, parts, apdus);

    public override Refusal? Abandon()
    {
        if (_segments.IsEmpty)
            return apdus.Abandon();
        _segments.Clear();
        return SegmentMissing;
    }

    private FrameOutcome ReadSegment(ReadOnlySpan<byte> data, bool last, Reading reading)
    {
        if (last && _segments.IsEmpty)
            return Behind(MBusFormat.Head, apdus.Read(data, reading, ApduFrame.Checked));
        if (!_segments.TryAppend(data))
        {
            _segments.Clear();
            return FrameOutcome.Refused(TooLong);
        }
        if (!last)
            return FrameOutcome.Part;
        FrameOutcome outcome = apdus.Read(_segments.Bytes, reading, ApduFrame.Checked);
        _segments.Clear();
        return outcome with { Octets = 0 };
    }

    private static FrameOutcome Behind(int head, FrameOutcome outcome) => outcome.Octets == 0 ? outcome : outcome with { Octets = head + outcome.Octets };
}
