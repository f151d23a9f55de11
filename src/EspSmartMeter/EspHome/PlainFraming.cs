using Google.Protobuf;

namespace EspSmartMeter.EspHome;

/// <summary>Without encryption: <c>00</c>, the payload's length and the message's type as varints, the payload.</summary>
internal sealed class PlainFraming : IApiFraming
{
    private const byte Indicator = 0, OfNoise = 1;

    /// <summary>More than any device tells of itself.</summary>
    private const int LongestPayload = 32 * 1024;

    public ApiMessage? Take(ApiOctets octets)
    {
        ReadOnlySpan<byte> held = octets.Held;
        if (held.Length > 0 && held[0] != Indicator)
            throw new ApiException(held[0] == OfNoise ? ApiFault.WantsKey : ApiFault.NotSpoken);
        int at = 1;
        if (Varint(held, ref at) is not int length || Varint(held, ref at) is not int type)
            return null;
        if (length > LongestPayload)
            throw new ApiException(ApiFault.NotSpoken);
        if (held.Length - at < length)
            return null;
        ApiMessage message = new(type, held.Slice(at, length).ToArray());
        octets.Drop(at + length);
        return message;
    }

    public byte[] Frame(ApiMessage message)
    {
        using MemoryStream frame = new();
        using CodedOutputStream output = new(frame);
        output.WriteUInt32(Indicator);
        output.WriteLength(message.Payload.Length);
        output.WriteUInt32((uint)message.Type);
        output.Flush();
        frame.Write(message.Payload);
        return frame.ToArray();
    }

    /// <summary>Null where it is not whole yet.</summary>
    private static int? Varint(ReadOnlySpan<byte> octets, ref int at)
    {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            if (at >= octets.Length)
                return null;
            byte next = octets[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new ApiException(ApiFault.NotSpoken);
    }
}
