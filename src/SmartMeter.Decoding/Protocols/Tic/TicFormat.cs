using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>
/// A frame of the customer's remote information output of French meters, TIC (Enedis-NOI-CPT_54E, 5.2), historic or standard:
/// <code>02 | 0A line 0D | 0A line 0D | ... | 03        04 breaks it off</code>
/// It has no check, only each line has (<see cref="TicGroup"/>): six bits. A frame counts where most of its lines are sound.
/// A 7E1 line read as 8N1 carries even parity in bit 7: the frame then starts with 82. Gateways and terminals make one line end of the other:
/// between lines, any of them counts.
/// </summary>
internal sealed class TicFormat : FrameFormat
{
    public const string Name = "tic";

    /// <summary>The layer that refuses what is none.</summary>
    public static readonly RejectionLayer Refuses = new(Name);

    private const byte Stx = 0x02, StxWithParity = 0x82, Etx = 0x03, EtxWithParity = 0x83, Eot = 0x04, LineFeed = (byte)'\n', CarriageReturn = (byte)'\r';
    private const int MostLineEnds = 3, SurestLabel = 3, FewestLines = 2;

    public override string Framing => Name;

    public override TelegramCheck Check => TelegramCheck.Sum6;

    public override ReadOnlySpan<byte> StartOctets => [Stx, StxWithParity];

    public override ReadOnlySpan<byte> TriggerOctets => [Etx, EtxWithParity];

    public override int MaxCandidates => 4;

    // The standard frame of a three-phase meter has some 1600 octets.
    public override int MaxLength => 4096;

    public override bool IsFill(byte octet) => (octet & SevenBit.Mask) is CarriageReturn or LineFeed;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        int label = 1;
        while (label < bytes.Length && label <= MostLineEnds && IsLineEnd(bytes[label]))
            label++;
        if (bytes.Length == label)
            return FrameMatch.Incomplete(bytes.Length + 1, certain: false);
        if (label == 1)
            return FrameMatch.None;
        for (int i = label; i < bytes.Length && i < label + SurestLabel; i++)
        {
            if (!TicGroup.IsLabel([Plain(bytes[i])]))
                return FrameMatch.None;
        }
        bool certain = bytes.Length >= label + SurestLabel;
        if (!certain)
            return FrameMatch.Incomplete(bytes.Length + 1, certain: false);
        for (int at = Math.Max(label, seen); at < bytes.Length; at++)
        {
            byte octet = Plain(bytes[at]);
            if (octet is > Eot or 0)
                continue;
            if (at + 1 == bytes.Length && !ended && !(octet == Etx && IsLineEnd(bytes[at - 1])))
                return FrameMatch.Incomplete(bytes.Length + 1, certain, seen: at);
            bool startsAnew = at + 1 < bytes.Length && octet == Stx && IsLineEnd(bytes[at + 1]);
            if (startsAnew || (octet == Eot && IsLineEnd(bytes[at - 1])))
                return FrameMatch.Damaged(startsAnew ? at : at + 1, RejectionReason.Truncated);
            if (octet == Etx && IsLineEnd(bytes[at - 1]))
                return Judge(bytes[..(at + 1)]);
        }
        return FrameMatch.Incomplete(0, certain, seen: bytes.Length);
    }

    private static FrameMatch Judge(ReadOnlySpan<byte> frame)
    {
        TicLines lines = new(frame, frame.Length <= 4096 ? stackalloc byte[frame.Length] : new byte[frame.Length]);
        int sound = 0, all = 0;
        while (lines.Next(out bool isSound, out _))
        {
            all++;
            sound += isSound ? 1 : 0;
        }
        return sound * 2 > all && sound >= Math.Min(FewestLines, all)
            ? FrameMatch.Complete(frame.Length)
            : FrameMatch.Damaged(frame.Length, RejectionReason.Checksum);
    }

    private static bool IsLineEnd(byte octet) => Plain(octet) is CarriageReturn or LineFeed;

    private static byte Plain(byte octet) => (byte)(octet & SevenBit.Mask);
}
