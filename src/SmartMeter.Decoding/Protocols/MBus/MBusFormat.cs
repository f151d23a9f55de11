using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.MBus;

/// <summary>
/// A long frame of wired M-Bus that carries DLMS (EN 13757-2, 5.3; EN 13757-3, 5):
/// <code>68 L L 68 | C A CI STSAP DTSAP data | CS 16</code>
/// L counts from C to the end of the data, CS is their sum. Eight bits of checksum are weak, so that the head must be right octet by octet, and
/// a first segment must begin with what a push begins with.
/// Sagemcom sends 257 octets under L = 1: a length that no segment can have has overflowed.
/// </summary>
internal sealed class MBusFormat : FrameFormat
{
    public const string Name = "mbus";

    /// <summary>The layer that refuses what is none.</summary>
    public static readonly RejectionLayer Refuses = new(Name);

    /// <summary>Octets before the data, and those of them that L counts.</summary>
    public const int Head = 9, CountedHead = 5;

    /// <summary>Octets behind the data: checksum and stop.</summary>
    public const int Tail = 2;

    /// <summary>Where the control information stands, and what its bits say: which segment this is, and that none follows.</summary>
    public const int ControlInformationAt = 6;

    public const byte SegmentNumber = 0x0F, LastSegment = 0x10;

    private const byte Start = 0x68, Stop = 0x16, LargestDlmsControl = 0x1F;
    private const int Overflow = 256;

    public override string Framing => Name;

    public override TelegramCheck Check => TelegramCheck.Sum8;

    public override ReadOnlySpan<byte> StartOctets => [Start];

    public override int MaxCandidates => 32;

    public override int MaxLength => byte.MaxValue + Overflow + 6;

    public override bool IsBinary => true;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        if (!FitsHead(bytes))
            return FrameMatch.None;
        if (bytes.Length <= Head)
            return FrameMatch.Incomplete(bytes.Length + 1, certain: false);
        int length = CountedOctets(bytes[1]);
        int whole = 4 + length + Tail;
        if (bytes.Length < whole)
            return FrameMatch.Incomplete(whole, certain: true);
        return bytes[whole - 1] == Stop && Sum8.Of(bytes.Slice(4, length)) == bytes[whole - 2]
            ? FrameMatch.Complete(whole)
            : FrameMatch.Damaged(whole, RejectionReason.Checksum);
    }

    /// <summary>How many octets a stated length counts.</summary>
    public static int CountedOctets(byte stated) => stated > CountedHead ? stated : stated + Overflow;

    private static bool FitsHead(ReadOnlySpan<byte> bytes)
    {
        for (int i = 1; i < bytes.Length && i <= Head; i++)
        {
            bool fits = i switch
            {
                2 => bytes[2] == bytes[1],
                3 => bytes[3] == Start,
                4 => IsSendOrRespond(bytes[4]),
                6 => bytes[6] <= LargestDlmsControl,
                Head => (bytes[6] & SegmentNumber) != 0 || Apdu.IsPush(bytes[Head]),
                _ => true,
            };
            if (!fits)
                return false;
        }
        return true;
    }

    // SND_UD, with or without the count bit, and RSP_UD (EN 13757-2, 5.7.3).
    private static bool IsSendOrRespond(byte control) => control is 0x53 or 0x73 or 0x08 or 0x18 or 0x28 or 0x38;
}
