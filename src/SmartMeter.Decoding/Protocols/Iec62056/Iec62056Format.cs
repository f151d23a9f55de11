using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>
/// A readout of IEC 62056-21 behind its identification, its request's echo or its STX alone:
/// <code>head (<see cref="Iec62056Head"/>) | data block (<see cref="Iec62056Block"/>)</code>
/// The check character has eight bits or is missing: a telegram counts only where all of its data sets are in order.
/// </summary>
internal sealed class Iec62056Format : FrameFormat
{
    public const string Name = "iec62056-21";

    /// <summary>The layer that refuses what is none.</summary>
    public static readonly RejectionLayer Refuses = new(Name);

    public override string Framing => Name;

    // '/' and STX, each with even parity in bit 7 too.
    public override ReadOnlySpan<byte> StartOctets => [(byte)'/', 0xAF, Iec62056Head.Stx, 0x82];

    public override ReadOnlySpan<byte> TriggerOctets => [Iec62056Block.Bang, Iec62056Block.BangWithBit7];

    public override bool WithoutChecksum => true;

    public override bool StartsNest => true;

    public override int MaxCandidates => 8;

    public override int MaxLength => 32 * 1024;

    public override bool IsFill(byte octet) => (octet & SevenBit.Mask) is '\r' or '\n';

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        Iec62056Head head = Iec62056Head.Read(bytes, stackalloc byte[Iec62056Head.Scratch]);
        return head.Kind switch
        {
            Iec62056Head.Is.Head => Iec62056Block.Match(bytes, head.DataAt, head.HasStx, seen, ended),
            Iec62056Head.Is.Incomplete => FrameMatch.Incomplete(bytes.Length + 1, certain: false),
            _ => FrameMatch.None,
        };
    }
}
