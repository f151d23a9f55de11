using System.Buffers.Binary;
using System.Net.Sockets;

namespace EspSmartMeter.Tests.EspHome;

/// <summary>The frames of one client of the stand-in, plain or with Noise, in the words of a real device where they do not go together.</summary>
internal sealed class StandInFrames(NetworkStream stream, byte[]? key)
{
    private readonly NoiseResponder? _noise = key is null ? null : new NoiseResponder(key, [.. "NoiseAPIInit\0\0"u8]);

    /// <summary>False where the client cannot be talked to; it has been told.</summary>
    public async Task<bool> GreetAsync()
    {
        byte[] head = new byte[1];
        await stream.ReadExactlyAsync(head);
        if (_noise is null)
        {
            if (head[0] == 0)
                return true;
            await stream.WriteAsync((byte[])[0, .. "Bad indicator byte"u8]);
            return false;
        }
        if (head[0] != 1)
        {
            await stream.WriteAsync(Noise([1, .. "Bad indicator byte"u8]));
            return false;
        }
        _ = await NoiseRestAsync();
        await stream.WriteAsync(Noise([1, .. "standin\0AABBCCDDEEFF\0"u8]));
        await stream.ReadExactlyAsync(head);
        byte[]? answer = _noise.Answer((await NoiseRestAsync())[1..]);
        await stream.WriteAsync(Noise(answer is null ? [1, .. "Handshake MAC failure"u8] : [0, .. answer]));
        return answer is not null;
    }

    /// <param name="isFirst">Its first octet was read at the greeting.</param>
    public async Task<(int Type, byte[] Payload)> NextAsync(bool isFirst)
    {
        byte[] one = new byte[1];
        if (_noise is not null)
        {
            await stream.ReadExactlyAsync(one);
            byte[] plain = _noise.Open(await NoiseRestAsync());
            return (BinaryPrimitives.ReadUInt16BigEndian(plain), plain[4..]);
        }
        if (!isFirst)
            await stream.ReadExactlyAsync(one);
        int length = await VarintAsync(), type = await VarintAsync();
        byte[] payload = new byte[length];
        await stream.ReadExactlyAsync(payload);
        return (type, payload);
    }

    public byte[] Framed(int type, byte[] payload)
    {
        if (_noise is null)
            return [0, .. ProtoFields.Varint(payload.Length), .. ProtoFields.Varint(type), .. payload];
        return Noise(_noise.Close([.. Sixteen(type), .. Sixteen(payload.Length), .. payload]));
    }

    private static byte[] Noise(byte[] data) => [1, .. Sixteen(data.Length), .. data];

    private static byte[] Sixteen(int value) => [(byte)(value >> 8), (byte)value];

    private async Task<byte[]> NoiseRestAsync()
    {
        byte[] length = new byte[2];
        await stream.ReadExactlyAsync(length);
        byte[] data = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(data);
        return data;
    }

    private async Task<int> VarintAsync()
    {
        byte[] octet = new byte[1];
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(octet);
            value |= (octet[0] & 0x7F) << shift;
            if (octet[0] < 0x80)
                return value;
        }
    }
}
