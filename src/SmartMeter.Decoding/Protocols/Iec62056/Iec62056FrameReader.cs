using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>
/// Reads the telegrams of IEC 62056-21: identification and data sets are written as in P1, which took them from here. Where no check
/// character vouches for the data sets, each of them must be in order. A meter that sent its check character with some telegrams sends it with the next:
/// where ETX is not what it was, the telegram is damaged.
/// </summary>
internal sealed class Iec62056FrameReader(DataSetPayload payload) : FrameReader
{
    // A telegram that is refused may be looked at from each of its starts.
    private const int TelegramsToKnow = 3, LooksToForget = 10;

    private static readonly Refusal CheckMissing = new(Iec62056Format.Refuses, RejectionReason.Checksum, "its check character is missing, which the telegrams before it had");

    private byte[] _text = new byte[4096];
    private int _checked, _unchecked;

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        Iec62056Head head = Iec62056Head.Read(frame, stackalloc byte[Iec62056Head.Scratch]);
        bool bare = head.Kind != Iec62056Head.Is.Head;
        ReadOnlySpan<byte> identification = bare ? [] : frame[head.Identification];
        ReadOnlySpan<byte> block = frame[(bare ? 0 : head.DataAt)..];
        // The check character may be a '!' too; where no other stands before it, it is none.
        int bang = !bare && head.HasStx && block.Length > 2 && (block[^2] & SevenBit.Mask) == Iec62056Block.Etx ? LastBang(block[..^2]) : -1;
        bool blockChecked = bang >= 0;
        ReadOnlySpan<byte> data = block[..(blockChecked ? bang : LastBang(block))];

        if (LacksCheck(blockChecked))
            return FrameOutcome.Refused(CheckMissing);
        reading.Encoding = Iec62056Format.Name;
        reading.Check = blockChecked ? TelegramCheck.Sum7 : TelegramCheck.None;
        return FrameOutcome.Of(payload.Read(Plain(identification, data), strict: !blockChecked, reading));
    }

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) =>
        Iec62056Dissection.Write(frame, parts);

    private static int LastBang(ReadOnlySpan<byte> block) => block.LastIndexOfAny(Iec62056Block.Bang, Iec62056Block.BangWithBit7);

    private bool LacksCheck(bool blockChecked)
    {
        (_checked, _unchecked) = blockChecked ? (Math.Min(_checked + 1, TelegramsToKnow), 0) : (_checked, _unchecked + 1);
        if (_unchecked > LooksToForget)
            _checked = 0;
        return !blockChecked && _checked == TelegramsToKnow;
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
