using System.Buffers.Binary;

namespace EspSmartMeter.Tests.Captures;

/// <summary>Captures of a network with what rarely happens on this machine's own: packets out of order, sent again, lost.</summary>
internal sealed class PcapWriter
{
    private const ushort Ethernet = 1, Ipv4 = 0x0800;
    private readonly List<byte> _pcap = [], _pcapng = [];

    public PcapWriter()
    {
        Add(_pcap, 0xA1B2C3D4, 0x0004_0002, 0, 0, 262144, Ethernet);
        Add(_pcapng, 0x0A0D0D0A, 28, 0x1A2B3C4D, 0x0000_0001, uint.MaxValue, uint.MaxValue, 28);
        Add(_pcapng, 1, 20, Ethernet, 0, 20);
    }

    public byte[] Pcap => [.. _pcap];

    public byte[] Pcapng => [.. _pcapng];

    /// <summary>A segment from this port to another, its first octet of that number.</summary>
    public PcapWriter Tcp(ushort from, uint sequence, params byte[] octets) => Packet(6, from, sequence, new byte[20], octets);

    public PcapWriter Udp(ushort from, params byte[] octets) => Packet(17, from, null, new byte[8], octets);

    private PcapWriter Packet(byte protocol, ushort from, uint? sequence, byte[] header, byte[] octets)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, from);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), 9);
        if (sequence is uint first)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), first);
            header[12] = 5 << 4;
        }
        byte[] ip = new byte[20];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(2), (ushort)(ip.Length + header.Length + octets.Length));
        ip[9] = protocol;
        byte[] ethernet = new byte[14];
        BinaryPrimitives.WriteUInt16BigEndian(ethernet.AsSpan(12), Ipv4);
        byte[] packet = [.. ethernet, .. ip, .. header, .. octets];

        Add(_pcap, 0, 0, (uint)packet.Length, (uint)packet.Length);
        _pcap.AddRange(packet);
        byte[] padding = new byte[(4 - (packet.Length % 4)) % 4];
        uint length = (uint)(32 + packet.Length + padding.Length);
        Add(_pcapng, 6, length, 0, 0, 0, (uint)packet.Length, (uint)packet.Length);
        _pcapng.AddRange([.. packet, .. padding]);
        Add(_pcapng, length);
        return this;
    }

    private static void Add(List<byte> file, params uint[] words)
    {
        byte[] four = new byte[4];
        foreach (uint word in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(four, word);
            file.AddRange(four);
        }
    }
}
