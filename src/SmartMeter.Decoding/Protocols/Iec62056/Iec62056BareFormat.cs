using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>
/// A data block of IEC 62056-21 with nothing before it, as readers send that keep head and STX to themselves. It counts at the start of a
/// burst, and only where it opens as readouts do: with an error register, an identification or the clock. A telegram that was joined in its
/// middle does not.
/// </summary>
internal sealed class Iec62056BareFormat : FrameFormat
{
    public override string Framing => Iec62056Format.Name;

    public override ReadOnlySpan<byte> StartOctets => [];

    public override bool WithoutChecksum => true;

    public override bool WholeBurst => true;

    public override int MaxLength => 32 * 1024;

    public override bool IsFill(byte octet) => (octet & SevenBit.Mask) is '\r' or '\n';

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended) =>
        ended && Opens(bytes) && Iec62056Block.Match(bytes, 0, stx: false, seen, ended) is { Kind: MatchKind.Complete } match ? match : FrameMatch.None;

    // F.F(, 0.0.n(, C.1.n(, 0.9.n(: groups C to E of an opening data set.
    private static bool Opens(ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[Math.Min(bytes.Length, 32)];
        SevenBit.CopyPlain(bytes[..text.Length], text);
        ReadOnlySpan<byte> code = text.TrimStart("\r\n"u8);
        if (Iec62056Head.StartsDataSet(code) != Iec62056Head.Is.Head)
            return false;
        code = code[..code.IndexOf((byte)'(')].TrimEnd((byte)' ');
        code = code[(code.IndexOf((byte)':') + 1)..];
        return code.SequenceEqual("F.F"u8) || code.StartsWith("0.0."u8) || code.StartsWith("0.9."u8) || code.SequenceEqual("C.1"u8) || code.StartsWith("C.1."u8);
    }
}
