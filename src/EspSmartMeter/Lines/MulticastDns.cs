using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EspSmartMeter.Lines;

/// <summary>
/// Asks the local network itself for a name under <c>.local</c> (RFC 6762, 5.1: one-shot query), for systems whose resolver does not:
/// plain containers, and Linux without nss-mdns. IPv4 alone: that is what an ESP announces.
/// </summary>
internal static class MulticastDns
{
    public static readonly IPEndPoint Group = new(IPAddress.Parse("224.0.0.251"), 5353);

    private const int HeaderLength = 12;
    private const ushort TypeA = 1, ClassInternet = 1, AnswerToMeAlone = 0x8000;

    public static bool Owns(string host) => host.EndsWith(".local", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of a host; null where none answers in time.</summary>
    /// <param name="host">A name under .local.</param>
    /// <param name="group">Where to ask: <see cref="Group"/>.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<IPAddress?> FindAsync(string host, IPEndPoint group, TimeSpan patience, CancellationToken cancellation)
    {
        byte[] name = Encode(host);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(patience);
        try
        {
            await socket.SendToAsync(Query(name), group, waiting.Token);
            byte[] buffer = new byte[9000];
            while (true)
            {
                SocketReceiveFromResult received = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), waiting.Token);
                if (Answer(buffer.AsSpan(0, received.ReceivedBytes), name) is IPAddress address)
                    return address;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException)
        {
            // No network, or none that knows multicast.
            return null;
        }
    }

    /// <summary>A name as labels: each its length and its letters, and an empty one (RFC 1035, 3.1).</summary>
    private static byte[] Encode(string host) =>
        [.. host.TrimEnd('.').ToLowerInvariant().Split('.').SelectMany(label => (byte[])[(byte)Math.Min(label.Length, 63), .. Encoding.ASCII.GetBytes(label).Take(63)]), 0];

    private static byte[] Query(byte[] name)
    {
        byte[] query = new byte[HeaderLength + name.Length + 4];
        query[5] = 1;
        name.CopyTo(query, HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(^4), TypeA);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(^2), ClassInternet | AnswerToMeAlone);
        return query;
    }

    /// <summary>The first address that the message gives to the name; whatever else it holds is passed over.</summary>
    private static IPAddress? Answer(ReadOnlySpan<byte> message, byte[] name)
    {
        if (message.Length < HeaderLength || (message[2] & 0x80) == 0)
            return null;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        int answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]) + BinaryPrimitives.ReadUInt16BigEndian(message[8..]) + BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        int at = HeaderLength;
        for (int i = 0; i < questions; i++)
        {
            if (ReadName(message, ref at) is null || (at += 4) > message.Length)
                return null;
        }
        for (int i = 0; i < answers; i++)
        {
            if (ReadName(message, ref at) is not List<byte> owner || at + 10 > message.Length)
                return null;
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            at += 10;
            if (at + length > message.Length)
                return null;
            if (type == TypeA && length == 4 && owner.SequenceEqual(name))
                return new IPAddress(message.Slice(at, 4));
            at += length;
        }
        return null;
    }

    /// <summary>Reads a name, following pointers backwards (RFC 1035, 4.1.4); null where it runs off the message or in circles.</summary>
    private static List<byte>? ReadName(ReadOnlySpan<byte> message, ref int at)
    {
        List<byte> name = [];
        int position = at, end = -1;
        while (position < message.Length && name.Count < 256)
        {
            byte length = message[position];
            if (length >= 0xC0)
            {
                if (position + 1 >= message.Length)
                    return null;
                end = end < 0 ? position + 2 : end;
                int target = ((length & 0x3F) << 8) | message[position + 1];
                if (target >= position)
                    return null;
                position = target;
                continue;
            }
            if (length > 63 || position + 1 + length > message.Length)
                return null;
            name.Add(length);
            foreach (byte letter in message.Slice(position + 1, length))
                name.Add(letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter);
            position += 1 + length;
            if (length == 0)
            {
                at = end < 0 ? position : end;
                return name;
            }
        }
        return null;
    }
}
