using System.Buffers.Binary;
using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Wrapper;

/// <summary>
/// The wrapper of the COSEM transport layer (IEC 62056-47, 7.3.2), all of it in two octets each, high octet first:
/// <code>version 0001 | source wPort | destination wPort | length | APDU</code>
/// It has no checksum: a head with ports and a push's tag starts a candidate, and its APDU must end exactly with the length.
/// </summary>
internal sealed class WrapperFormat : FrameFormat
{
    /// <summary>Octets before the APDU.</summary>
    public const int Head = 8;

    private const int SourceAt = 2, DestinationAt = 4, LengthAt = 6;
    private const int LongestApdu = 8 * 1024, ShortestApdu = 8, LargestPort = 0x3FFF;

    public override string Framing => "wrapper";

    public override ReadOnlySpan<byte> StartOctets => [0x00];

    public override bool WithoutChecksum => true;

    public override int MaxCandidates => 16;

    public override int MaxLength => Head + LongestApdu;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        if (bytes.Length > 1 && bytes[1] != 1)
            return FrameMatch.None;
        if (bytes.Length <= Head)
            return FrameMatch.Incomplete(bytes.Length < 2 ? 2 : Head + 1, certain: false);
        int length = Field(bytes, LengthAt);
        if (!IsPort(Field(bytes, SourceAt)) || !IsPort(Field(bytes, DestinationAt)) || length is < ShortestApdu or > LongestApdu || !Apdu.IsPush(bytes[Head]))
            return FrameMatch.None;
        return bytes.Length < Head + length ? FrameMatch.Incomplete(Head + length, certain: true) : FrameMatch.Complete(Head + length);
    }

    private static int Field(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static bool IsPort(int port) => port is > 0 and <= LargestPort;
}
