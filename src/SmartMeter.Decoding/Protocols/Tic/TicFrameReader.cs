using System.Buffers.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>
/// Reads the lines of a frame. A damaged one is refused by itself. A short frame (over the subscribed current of a three-phase meter) names no
/// register, and is a reading all the same. What no OBIS code says is kept under its label.
/// </summary>
internal sealed class TicFrameReader(TextPool texts, MeterClock clock) : FrameReader
{
    private const int IdDigits = 12, LongestNumber = 9;

    private static readonly ObisCode SerialNumber = new(0, 0, 96, 1, 0), Clock = new(0, 0, 1, 0, 0);
    private static readonly FrameOutcome BadLine = FrameOutcome.Refused(new Refusal(TicFormat.Refuses, RejectionReason.Checksum, "a line whose check fails"));

    private readonly List<(int Start, int End)> _damaged = [];
    private byte[] _text = new byte[4096];
    private int _told;

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        _damaged.Clear();
        _told = 0;
        if (_text.Length < frame.Length)
            _text = new byte[frame.Length];
        reading.Encoding = TicFormat.Name;
        TicLines lines = new(frame, _text);
        int lost = 0;
        while (lines.Next(out bool isSound, out TicGroup group))
        {
            if (isSound)
                Add(group, reading);
            else
                lost += Damaged(lines.Start, lines.End);
        }
        reading.IdComesInOtherLists = reading.MeterId is null;
        return FrameOutcome.Reading with { More = _damaged.Count > 0, Lost = lost };
    }

    public override FrameOutcome ReadNext(Reading reading)
    {
        (int start, int end) = _damaged[_told++];
        return BadLine with { At = start, Octets = end - start, More = _told < _damaged.Count };
    }

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) =>
        TicDissection.Write(frame, parts);

    // Two damaged lines that follow each other are one stretch.
    private int Damaged(int start, int end)
    {
        if (_damaged.Count > 0 && _damaged[^1].End >= start)
        {
            (int before, int from) = _damaged[^1];
            _damaged[^1] = (before, end);
            return end - from;
        }
        _damaged.Add((start, end));
        return end - start;
    }

    private void Add(in TicGroup group, Reading reading)
    {
        if (group.IsStandard)
            reading.List ??= "standard";
        else
            reading.List ??= "historic";
        if (group.Label.SequenceEqual("ADCO"u8) || group.Label.SequenceEqual("ADSC"u8))
            AddId(group.Data, reading);
        else if (group.Label.SequenceEqual("DATE"u8))
            AddClock(group.Stamp, reading);
        else if (TicLabels.Find(group.Label) is not TicLabel known || !TryAdd(known, group, reading))
            AddLabel(group, reading);
    }

    private bool TryAdd(TicLabel known, in TicGroup group, Reading reading)
    {
        if (known.IsText)
            return reading.Add(Measurement.OfText(known.Code, texts.Latin1(group.Data.Trim((byte)' '))));
        bool isNumber = Utf8Parser.TryParse(group.Data, out uint number, out int used) && used == group.Data.Length && used <= LongestNumber;
        if (!isNumber || !ExactNumber.TryScale(number, known.Unit.Exponent, out decimal canonical))
            return false;
        MeterTime? taken = TicStamp.TryRead(group.Stamp, clock, out MeterTime time) ? time : null;
        return reading.Add(Measurement.OfNumber(known.Code, canonical, known.Unit.Unit) with { TakenAt = taken });
    }

    private void AddId(ReadOnlySpan<byte> digits, Reading reading)
    {
        if (digits.Length != IdDigits || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return;
        reading.MeterId ??= texts.Latin1(digits);
        reading.Manufacturer ??= TicMaker.Of(digits);
        reading.Model ??= TicMaker.ModelOf(digits);
        _ = reading.Add(Measurement.OfText(SerialNumber, reading.MeterId));
    }

    private void AddClock(ReadOnlySpan<byte> stamp, Reading reading)
    {
        if (!TicStamp.TryRead(stamp, clock, out MeterTime time))
            return;
        reading.Timestamp ??= time;
        _ = reading.Add(Measurement.OfTime(Clock, time));
    }

    private void AddLabel(in TicGroup group, Reading reading) =>
        reading.AddLabel(texts.Latin1(group.Label), texts.Latin1(group.Data.Trim((byte)' ')));
}
