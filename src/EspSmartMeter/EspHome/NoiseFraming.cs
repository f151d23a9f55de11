using System.Buffers.Binary;
using System.Text;

namespace EspSmartMeter.EspHome;

/// <summary>With encryption: <c>01</c>, a length of 16 bits, and that many octets of Noise; in them the message's type and length, 16 bits each, and its payload.</summary>
internal sealed class NoiseFraming : IApiFraming, IDisposable
{
    private const byte Indicator = 1, OfPlain = 0;

    private const int Head = 3;

    private readonly NoiseSession _session;

    private NoiseFraming(NoiseSession session) => _session = session;

    /// <summary>Agrees with the device on keys.</summary>
    /// <exception cref="ApiException">It does not encrypt, or has another key.</exception>
    public static async Task<NoiseFraming> OpenAsync(ApiOctets octets, ReadOnlyMemory<byte> key, CancellationToken cancellation)
    {
        // The device's answer is waited for: one that does not encrypt hangs up at what follows, and its own words would be lost with it.
        await octets.SendAsync(Wrap([]), cancellation);
        byte[] hello = await NextAsync(octets, cancellation);
        if (hello is not [1, ..])
            throw new ApiException(ApiFault.NotSpoken);
        using NoiseHandshake handshake = new(key.Span, "NoiseAPIInit\0\0"u8);
        await octets.SendAsync(Wrap([0, .. handshake.Begin([])]), cancellation);
        byte[] answer = await NextAsync(octets, cancellation);
        if (answer is not [0, ..])
            throw Refusal(answer);
        return new NoiseFraming(handshake.End(answer.AsSpan(1)) ?? throw new ApiException(ApiFault.WrongKey));
    }

    public ApiMessage? Take(ApiOctets octets)
    {
        if (TakeFrame(octets) is not byte[] frame)
            return null;
        if (_session.Receiving.Decrypt([], frame) is not [_, _, _, _, ..] plain)
            throw new ApiException(ApiFault.Garbled, "what came does not decrypt");
        int length = BinaryPrimitives.ReadUInt16BigEndian(plain.AsSpan(2));
        // What is longer than it says is filled up.
        return length <= plain.Length - 4
            ? new ApiMessage(BinaryPrimitives.ReadUInt16BigEndian(plain), plain[4..(4 + length)])
            : throw new ApiException(ApiFault.NotSpoken);
    }

    public byte[] Frame(ApiMessage message)
    {
        byte[] plain = new byte[4 + message.Payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(plain, (ushort)message.Type);
        BinaryPrimitives.WriteUInt16BigEndian(plain.AsSpan(2), (ushort)message.Payload.Length);
        message.Payload.CopyTo(plain, 4);
        return Wrap(_session.Sending.Encrypt([], plain));
    }

    public void Dispose() => _session.Dispose();

    private static async ValueTask<byte[]> NextAsync(ApiOctets octets, CancellationToken cancellation)
    {
        while (true)
        {
            if (TakeFrame(octets) is byte[] frame)
                return frame;
            await octets.FillAsync(cancellation);
        }
    }

    private static byte[]? TakeFrame(ApiOctets octets)
    {
        ReadOnlySpan<byte> held = octets.Held;
        if (held.Length > 0 && held[0] != Indicator)
            throw new ApiException(held[0] == OfPlain ? ApiFault.WantsNoKey : ApiFault.NotSpoken);
        if (held.Length < Head)
            return null;
        int length = BinaryPrimitives.ReadUInt16BigEndian(held[1..]);
        if (held.Length < Head + length)
            return null;
        byte[] frame = held.Slice(Head, length).ToArray();
        octets.Drop(Head + length);
        return frame;
    }

    /// <summary>The device's words, as <c>Handshake MAC failure</c> where the key is not its own.</summary>
    private static ApiException Refusal(byte[] answer)
    {
        string reason = answer.Length > 1 ? Encoding.UTF8.GetString(answer, 1, answer.Length - 1) : "no reason";
        return new ApiException(reason.Contains("MAC", StringComparison.Ordinal) ? ApiFault.WrongKey : ApiFault.Refused, reason);
    }

    private static byte[] Wrap(ReadOnlySpan<byte> data)
    {
        byte[] frame = new byte[Head + data.Length];
        frame[0] = Indicator;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)data.Length);
        data.CopyTo(frame.AsSpan(Head));
        return frame;
    }
}
