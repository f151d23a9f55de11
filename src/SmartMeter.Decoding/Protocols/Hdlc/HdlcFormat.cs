using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.Hdlc;

/// <summary>
/// HDLC frame format type 3 (IEC 62056-46, 6.4; ISO/IEC 13239):
/// <code>7E | A L LL | destination 1,2,4 | source 1,2,4 | control | HCS 2 | information | FCS 2 | 7E</code>
/// The length counts all between the flags. Flags and escapes occur unstuffed inside frames: only the length says where a frame ends, and
/// only HCS and FCS say whether that is so. A closing flag may open the next frame, so it is left in the stream.
/// </summary>
internal sealed class HdlcFormat : FrameFormat
{
    public const string Name = "hdlc";

    /// <summary>The layer that refuses what is none.</summary>
    public static readonly RejectionLayer Refuses = new(Name);

    public const byte Flag = 0x7E;

    private const int ShortestFrame = 7;

    public override string Framing => Name;

    public override ReadOnlySpan<byte> StartOctets => [Flag];

    // Starts whose head does not check are gone after some octets: more whole heads than this, one in the other, are an attack.
    public override int MaxCandidates => 32;

    public override bool SharesLastOctet => true;

    // Some gateways end frames as if they were lines.
    public override bool IsFill(byte octet) => octet is Flag or (byte)'\r' or (byte)'\n';

    public override int MaxLength => 0x7FF + 2;

    public override bool IsBinary => true;

    public override bool ChecksHeadAndFrame => true;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        if (bytes.Length < 3)
            return bytes.Length < 2 || (bytes[1] & 0xF0) == 0xA0 ? FrameMatch.Incomplete(bytes.Length + 1, certain: false) : FrameMatch.None;
        int length = HdlcHeader.CountedOctets(bytes[1..]);
        if ((bytes[1] & 0xF0) != 0xA0 || length < ShortestFrame)
            return FrameMatch.None;

        HdlcHeader header = HdlcHeader.Read(bytes[1..]);
        if (header.Length == 0)
            return bytes.Length < 13 ? FrameMatch.Incomplete(bytes.Length + 1, certain: false) : FrameMatch.None;
        bool hasInformation = length > header.Length + 2;
        int known = 1 + header.Length + (hasInformation ? 2 : 0);
        if (bytes.Length < known)
            return FrameMatch.Incomplete(known, certain: false);
        if (hasInformation && !Crc16X25.Fits(bytes[1..known]))
            return FrameMatch.DamagedHead(RejectionReason.Hcs);

        int whole = 1 + length + 1;
        if (bytes.Length < whole && !(ended && bytes.Length == whole - 1))
            return FrameMatch.Incomplete(whole, certain: hasInformation);
        if (!Crc16X25.Fits(bytes[1..(1 + length)]))
            return hasInformation ? FrameMatch.Damaged(whole - 1, RejectionReason.Fcs) : FrameMatch.None;
        if (bytes.Length >= whole && bytes[whole - 1] == Flag)
            return FrameMatch.Complete(whole);
        // Where the FCS itself ends with 7E, some senders and gateways take that for the closing flag.
        return bytes[whole - 2] == Flag ? FrameMatch.Complete(whole - 1) : FrameMatch.Damaged(whole - 1, RejectionReason.Truncated);
    }
}
