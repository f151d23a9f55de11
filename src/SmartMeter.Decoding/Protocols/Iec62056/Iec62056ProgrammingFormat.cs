using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>
/// A programming message of IEC 62056-21 (6.4.3), which a gateway that programs the meter leaves on the line; it carries no reading.
/// <code>SOH letter digit | STX data | ETX | BCC</code>
/// </summary>
internal sealed class Iec62056ProgrammingFormat : FrameFormat
{
    private const byte Soh = 0x01, SohWithParity = 0x81;
    private const int HeadOctets = 4;

    public override string Framing => Iec62056Format.Name;

    public override ReadOnlySpan<byte> StartOctets => [Soh, SohWithParity];

    public override int MaxCandidates => 8;

    public override int MaxLength => 256;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        for (int i = Math.Max(1, seen); i < bytes.Length; i++)
        {
            byte octet = (byte)(bytes[i] & SevenBit.Mask);
            if (octet == Iec62056Block.Etx && i >= HeadOctets - 1)
                return bytes.Length > i + 1 ? Whole(bytes[..(i + 2)]) : FrameMatch.Incomplete(i + 2, certain: i > HeadOctets, seen: i);
            if (!Fits(i, octet))
                return FrameMatch.None;
        }
        return bytes.Length < MaxLength ? FrameMatch.Incomplete(bytes.Length + 1, certain: bytes.Length > HeadOctets, seen: bytes.Length) : FrameMatch.None;
    }

    private static bool Fits(int at, byte octet) => at switch
    {
        1 => char.IsAsciiLetterUpper((char)octet),
        2 => char.IsAsciiDigit((char)octet),
        3 => octet == Iec62056Head.Stx,
        _ => octet is >= (byte)' ' and <= (byte)'~',
    };

    private static FrameMatch Whole(ReadOnlySpan<byte> message) =>
        Iec62056Block.CheckOf(message[1..^1]) == (message[^1] & SevenBit.Mask)
            ? FrameMatch.Complete(message.Length)
            : FrameMatch.Damaged(message.Length, RejectionReason.Checksum);
}
