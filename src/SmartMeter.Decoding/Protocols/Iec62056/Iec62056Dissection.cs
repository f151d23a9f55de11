using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>The parts of an IEC 62056-21 telegram.</summary>
internal static class Iec62056Dissection
{
    public static void Write(ReadOnlySpan<byte> telegram, PartTree parts)
    {
        Iec62056Head head = Iec62056Head.Read(telegram, stackalloc byte[Iec62056Head.Scratch]);
        int data = head.Kind == Iec62056Head.Is.Head ? head.DataAt : 0, text = head.HasStx ? data - 1 : data;
        DataSetDissection.Write(parts, 0, text);
        if (head.HasStx && data > 0)
            parts.Add("STX", text, 1);
        bool isChecked = head.HasStx && telegram.Length > data + 2 && (telegram[^2] & SevenBit.Mask) == Iec62056Block.Etx;
        int end = telegram.Length - (isChecked ? 2 : 0);
        DataSetDissection.Write(parts, data, end);
        if (!isChecked)
            return;
        parts.Add("ETX", end, 1);
        byte expected = Iec62056Block.CheckOf(telegram[data..(end + 1)]);
        parts.AddCheck("block check character", end + 1, 1, (telegram[^1] & SevenBit.Mask) == expected, $"{expected:X2}");
    }
}
