using System.Buffers.Binary;

namespace EspSmartMeter.Captures.Pcap;

/// <summary>What one packet carries over TCP or UDP, and from whom to whom.</summary>
/// <param name="Way">Protocol, addresses and ports: the same for all packets that one end sends another.</param>
/// <param name="Sequence">TCP: the number of its first octet. UDP: null.</param>
/// <param name="Start">Where in the packet they begin.</param>
/// <param name="Count">How many octets.</param>
internal readonly record struct IpPacket(string Way, uint? Sequence, int Start, int Count)
{
    private const byte Tcp = 6, Udp = 17;

    /// <summary>Null: it is none, or a part of one (a fragment).</summary>
    /// <param name="packet">As captured.</param>
    /// <param name="link">The network's kind (LINKTYPE).</param>
    public static IpPacket? In(ReadOnlySpan<byte> packet, int link)
    {
        int at = StartOfIp(packet, link);
        return at < 0 || at >= packet.Length
            ? null
            : (packet[at] >> 4) switch
            {
                4 => V4(packet, at),
                6 => V6(packet, at),
                _ => null,
            };
    }

    private static int StartOfIp(ReadOnlySpan<byte> packet, int link)
    {
        const int ethernet = 1, null4 = 0, raw = 101, rawOld = 12, cooked = 113, cooked2 = 276;
        switch (link)
        {
            case ethernet:
                int type = 12;
                while (packet.Length > type + 4 && BinaryPrimitives.ReadUInt16BigEndian(packet[type..]) is 0x8100 or 0x88A8)
                    type += 4;
                return type + 2;
            case null4 or 108:
                return 4;
            case raw or rawOld or 228 or 229:
                return 0;
            case cooked:
                return 16;
            case cooked2:
                return 20;
            default:
                return -1;
        }
    }

    private static IpPacket? V4(ReadOnlySpan<byte> packet, int at)
    {
        const int shortest = 20;
        if (packet.Length < at + shortest)
            return null;
        ReadOnlySpan<byte> ip = packet[at..];
        int header = (ip[0] & 0xF) * 4, length = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        bool isFragment = (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x3FFF) != 0;
        // Cards that cut large packets themselves leave the length at 0.
        int end = length == 0 ? ip.Length : Math.Min(length, ip.Length);
        return isFragment || header < shortest ? null : Carried(packet, at + header, at + end, ip[9], ip.Slice(12, 8));
    }

    private static IpPacket? V6(ReadOnlySpan<byte> packet, int at)
    {
        const int header = 40;
        if (packet.Length < at + header)
            return null;
        ReadOnlySpan<byte> ip = packet[at..];
        int length = BinaryPrimitives.ReadUInt16BigEndian(ip[4..]);
        return Carried(packet, at + header, length == 0 ? packet.Length : Math.Min(at + header + length, packet.Length), ip[6], ip.Slice(8, 32));
    }

    private static IpPacket? Carried(ReadOnlySpan<byte> packet, int at, int end, byte protocol, ReadOnlySpan<byte> addresses)
    {
        const int tcpHeader = 20, udpHeader = 8;
        int header = protocol == Tcp ? tcpHeader : udpHeader;
        if (protocol is not (Tcp or Udp) || end < at + header)
            return null;
        if (protocol == Tcp)
            header = (packet[at + 12] >> 4) * 4;
        int start = at + header;
        if (header < (protocol == Tcp ? tcpHeader : udpHeader) || start > end)
            return null;
        string way = $"{protocol} {Convert.ToHexStringLower(addresses)} {Convert.ToHexStringLower(packet.Slice(at, 4))}";
        uint? sequence = protocol == Tcp ? BinaryPrimitives.ReadUInt32BigEndian(packet[(at + 4)..]) + ((packet[at + 13] & 0x02) != 0 ? 1u : 0u) : null;
        return new IpPacket(way, sequence, start, end - start);
    }
}
