using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>
/// Reads the telegrams of IEC 62056-21: identification and data sets are written as in P1, which took them from here. Where no check
/// character vouches for the data sets, each of them must be in order.
/// </summary>
internal sealed class Iec62056FrameReader(DataSetPayload payload) : FrameReader
{
    private byte[] _text = new byte[4096];

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        Iec62056Head head = Iec62056Head.Read(frame, stackalloc byte[Iec62056Head.Scratch]);
        bool bare = head.Kind != Iec62056Head.Is.Head;
        ReadOnlySpan<byte> identification = bare ? [] : frame[head.Identification];
        ReadOnlySpan<byte> data = frame[(bare ? 0 : head.DataAt)..frame.LastIndexOfAny(Iec62056Block.Bang, Iec62056Block.BangWithBit7)];

        bool blockChecked = !bare && head.HasStx && (frame[^2] & SevenBit.Mask) == Iec62056Block.Etx;
        reading.Encoding = Iec62056Format.Name;
        reading.Check = blockChecked ? TelegramCheck.Sum7 : TelegramCheck.None;
        return FrameOutcome.Of(payload.Read(Plain(identification, data), strict: !blockChecked, reading));
    }

    private Span<byte> Plain(ReadOnlySpan<byte> identification, ReadOnlySpan<byte> data)
    {
        int length = identification.Length + data.Length;
        if (_text.Length < length)
            _text = new byte[length * 2];
        SevenBit.CopyPlain(identification, _text);
        SevenBit.CopyPlain(data, _text.AsSpan(identification.Length));
        return _text.AsSpan(0, length);
    }
}
