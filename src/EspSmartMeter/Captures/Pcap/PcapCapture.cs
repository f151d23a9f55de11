using System.Buffers;
using System.Buffers.Binary;
using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures.Pcap;

/// <summary>
/// A capture of a network, as tcpdump (pcap) and Wireshark (pcapng) store it: what each sender sent over TCP or UDP, one stream after the other in the order
/// in which they began. What was sent again is taken once; what the capture missed ends a stream.
/// </summary>
internal sealed class PcapCapture(ICaptureReceiver receiver) : ICaptureReader
{
    /// <summary>A record is a packet; a network's largest with all that pcapng says of it.</summary>
    private const int LargestRecord = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _begun = new();
    private readonly FlowTable _flows = new();
    private IPcapFormat? _format;
    private long _offset;

    public static bool Fits(ReadOnlySpan<byte> head) => FormatOf(head) is not null;

    public void Push(ReadOnlySpan<byte> written)
    {
        _begun.Write(written);
        ReadOnlySpan<byte> rest = _begun.WrittenSpan;
        if (_format is null)
        {
            if (rest.Length < PcapFormat.HeaderLength)
                return;
            _format = FormatOf(rest) ?? throw new CaptureFault("neither pcap nor pcapng: their first four octets are missing");
        }
        while (_format.LengthOf(rest) is int length)
        {
            if (length is 0 or > LargestRecord)
                throw new CaptureFault($"octet {_offset}: a damaged record; store the capture again");
            if (rest.Length < length)
                break;
            if (_format.PacketIn(rest[..length]) is (int start, int count, int link) && IpPacket.In(rest.Slice(start, count), link) is IpPacket packet)
                _flows.Take(packet, rest.Slice(start, count));
            rest = rest[length..];
            _offset += length;
        }
        byte[] left = rest.ToArray();
        _begun.ResetWrittenCount();
        _begun.Write(left);
    }

    /// <summary>The last packet may be cut: the capture was stopped.</summary>
    public void End() => _flows.HandTo(receiver);

    private static IPcapFormat? FormatOf(ReadOnlySpan<byte> head) => head.Length < sizeof(uint)
        ? null
        : BinaryPrimitives.ReadUInt32LittleEndian(head) switch
        {
            0xA1B2C3D4 or 0xA1B23C4D => new PcapFormat(isBigEndian: false),
            0xD4C3B2A1 or 0x4D3CB2A1 => new PcapFormat(isBigEndian: true),
            0x0A0D0D0A => new PcapngFormat(),
            _ => null,
        };
}
