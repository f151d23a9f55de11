using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// An SML file in its transport (BSI TR-03109-1, annex IV, 8; escape sequences: <see cref="SmlEscape"/>):
/// <code>1B1B1B1B 01010101 | messages, 1B1B1B1B in them doubled | fill | 1B1B1B1B 1A fill CRC 2</code>
/// The CRC is X-25 over all before it, low octet first; Holley's meters send the Kermit variant, high octet first. Both count: the
/// messages inside have checksums of their own.
/// </summary>
internal sealed class SmlFormat(bool verifyCrc) : FrameFormat
{
    public const string Name = "sml";

    /// <summary>The layer that refuses what is none.</summary>
    public static readonly RejectionLayer Refuses = new(Name);

    public override string Framing => Name;

    public override ReadOnlySpan<byte> StartOctets => [SmlEscape.Octet];

    public override ReadOnlySpan<byte> TriggerOctets => [SmlEscape.End];

    // Four octets 1B start four candidates, of which one stays; a cut file and the next one.
    public override int MaxCandidates => 16;

    public override bool IsBinary => true;

    public override int MaxLength => 8 * 1024;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        int known = Math.Min(bytes.Length, SmlEscape.Length);
        if (!bytes[..known].SequenceEqual(SmlEscape.Start[..known]))
            return FrameMatch.None;
        if (known < SmlEscape.Length)
            return FrameMatch.Incomplete(known + 1, certain: false);

        int at = Math.Max(SmlEscape.Length, seen);
        for (int next; (next = bytes[at..].IndexOf(SmlEscape.Mark)) >= 0; at += SmlEscape.Length)
        {
            at += next;
            if (bytes.Length < at + SmlEscape.Length)
                return FrameMatch.Incomplete(at + SmlEscape.Length, certain: true, seen: at);
            ReadOnlySpan<byte> sequence = bytes.Slice(at, SmlEscape.Length);
            if (sequence[SmlEscape.Half] == SmlEscape.End)
                return Whole(bytes[..(at + SmlEscape.Length)]);
            if (sequence.SequenceEqual(SmlEscape.Start))
                return FrameMatch.Damaged(at, RejectionReason.Truncated);
            // Doubled, or not an escape at all: then the CRC says so.
        }
        // The first octets of an escape may have come.
        return FrameMatch.Incomplete(0, certain: true, seen: Math.Max(at, bytes.Length - (SmlEscape.Half - 1)));
    }

    private FrameMatch Whole(ReadOnlySpan<byte> file) =>
        !verifyCrc || Crc16X25.Fits(file) || Crc16Kermit.Fits(file)
            ? FrameMatch.Complete(file.Length)
            : FrameMatch.Damaged(file.Length, RejectionReason.Crc);
}
