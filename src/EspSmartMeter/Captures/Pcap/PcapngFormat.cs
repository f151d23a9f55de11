using System.Buffers.Binary;

namespace EspSmartMeter.Captures.Pcap;

/// <summary>The form of Wireshark (draft-ietf-opsawg-pcapng): blocks, which tell their length at both ends.</summary>
internal sealed class PcapngFormat : IPcapFormat
{
    private const uint SectionHeader = 0x0A0D0D0A, InterfaceDescription = 1, SimplePacket = 3, EnhancedPacket = 6;
    private const int BlockHeader = 8, BlockEnd = 4, ByteOrderAt = 8;

    private readonly List<int> _links = [];
    private bool _isBigEndian;

    public int? LengthOf(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < BlockHeader + BlockEnd)
            return null;
        // A section begins with its byte order, and counts its interfaces anew.
        if (Read(rest) == SectionHeader)
            _isBigEndian = BinaryPrimitives.ReadUInt32BigEndian(rest[ByteOrderAt..]) == 0x1A2B3C4D;
        uint length = Read(rest[4..]);
        return length is < BlockHeader + BlockEnd or > int.MaxValue || length % 4 != 0 ? 0 : (int)length;
    }

    public (int Start, int Count, int Link)? PacketIn(ReadOnlySpan<byte> record)
    {
        const int enhancedHeader = 28, simpleHeader = 12;
        switch (Read(record))
        {
            case SectionHeader:
                _links.Clear();
                return null;
            case InterfaceDescription when record.Length >= BlockHeader + 8 + BlockEnd:
                _links.Add(_isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(record[BlockHeader..]) : BinaryPrimitives.ReadUInt16LittleEndian(record[BlockHeader..]));
                return null;
            case EnhancedPacket when record.Length >= enhancedHeader + BlockEnd && Read(record[BlockHeader..]) is uint at && at < _links.Count:
                return (enhancedHeader, Within(Read(record[20..]), record.Length - enhancedHeader - BlockEnd), _links[(int)at]);
            case SimplePacket when record.Length >= simpleHeader + BlockEnd && _links.Count > 0:
                return (simpleHeader, Within(Read(record[BlockHeader..]), record.Length - simpleHeader - BlockEnd), _links[0]);
            default:
                return null;
        }
    }

    private static int Within(uint count, int most) => (int)Math.Min(count, (uint)most);

    private uint Read(ReadOnlySpan<byte> at) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
