using System.Text;

namespace EspSmartMeter.Tests.EspHome;

/// <summary>Protobuf messages as the stand-in writes and reads them: numbers and octets, without a library.</summary>
internal static class ProtoFields
{
    public static byte[] Varint(int value)
    {
        List<byte> octets = [];
        uint rest = (uint)value;
        for (; rest > 0x7F; rest >>= 7)
            octets.Add((byte)(rest | 0x80));
        return [.. octets, (byte)rest];
    }

    /// <summary>A 0 is not sent.</summary>
    public static byte[] Number(int field, int value) => value == 0 ? [] : [.. Varint(field << 3), .. Varint(value)];

    public static byte[] Octets(int field, byte[] value) => [.. Varint((field << 3) | 2), .. Varint(value.Length), .. value];

    public static byte[] Text(int field, string value) => value.Length == 0 ? [] : Octets(field, Encoding.UTF8.GetBytes(value));

    public static int ReadVarint(ReadOnlySpan<byte> octets, ref int at)
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = octets[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    /// <summary>The numbers in a message, by their fields; texts are passed over.</summary>
    public static Dictionary<int, int> Numbers(byte[] message)
    {
        Dictionary<int, int> numbers = [];
        for (int at = 0; at < message.Length;)
        {
            int tag = ReadVarint(message, ref at), value = ReadVarint(message, ref at);
            if ((tag & 7) == 2)
                at += value;
            else
                numbers[tag >> 3] = value;
        }
        return numbers;
    }
}
