using System.Buffers.Binary;

namespace EspSmartMeter.Captures.Pcap;

/// <summary>The form of tcpdump (draft-ietf-opsawg-pcap): a header of the file, then packets with 16 octets before each.</summary>
internal sealed class PcapFormat(bool isBigEndian) : IPcapFormat
{
    public const int HeaderLength = 24;

    private const int RecordHeader = 16, LinkAt = 20, CountAt = 8;

    private int? _link;

    public int? LengthOf(ReadOnlySpan<byte> rest)
    {
        if (_link is null)
            return HeaderLength;
        return rest.Length < RecordHeader ? null : Count(rest) is uint count and <= int.MaxValue - RecordHeader ? RecordHeader + (int)count : 0;
    }

    public (int Start, int Count, int Link)? PacketIn(ReadOnlySpan<byte> record)
    {
        if (_link is int link)
            return (RecordHeader, record.Length - RecordHeader, link);
        // The upper half says how checksums were stored.
        _link = (ushort)Read(record[LinkAt..]);
        return null;
    }

    private uint Count(ReadOnlySpan<byte> record) => Read(record[CountAt..]);

    private uint Read(ReadOnlySpan<byte> at) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
