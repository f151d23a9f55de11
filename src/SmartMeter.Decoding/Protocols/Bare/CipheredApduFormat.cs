using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Bare;

/// <summary>
/// A ciphered APDU without any frame (P1 of Luxembourg and Graz; IEC 62056-5-3, 7.3.8):
/// <code>DB | 08 | system title 8 | length | security control | frame counter 4 | ciphertext | tag 12</code>
/// Its head tells the length; tag or contents must prove the rest.
/// </summary>
internal sealed class CipheredApduFormat : FrameFormat
{
    private const int TitleOctets = 8, LengthAt = 2 + TitleOctets, Shortest = 5 + 8;

    public override string Framing => "apdu";

    public override RejectionLayer Layer => RejectionLayer.Ciphering;

    public override ReadOnlySpan<byte> StartOctets => [Apdu.GeneralGloCiphering, Apdu.GeneralDedCiphering];

    public override bool WithoutChecksum => true;

    public override int MaxCandidates => 16;

    public override int MaxLength => 16 * 1024;

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        for (int i = 1; i < bytes.Length && i < 5; i++)
        {
            if (i == 1 ? bytes[1] != TitleOctets : !char.IsAsciiLetterUpper((char)bytes[i]))
                return FrameMatch.None;
        }
        int head = LengthAt + LengthOctets(bytes);
        if (bytes.Length <= head)
            return FrameMatch.Incomplete(Math.Max(bytes.Length, head) + 1, certain: false);
        int length = Length(bytes[LengthAt..head]);
        if (length < Shortest || head + length > MaxLength || !IsSecurityControl(bytes[head]))
            return FrameMatch.None;
        return bytes.Length < head + length ? FrameMatch.Incomplete(head + length, certain: true) : FrameMatch.Complete(head + length);
    }

    /// <summary>True where its security control tells of a ciphered text and a tag.</summary>
    public static bool IsCipheredWithTag(ReadOnlySpan<byte> bytes) => (bytes[LengthAt + LengthOctets(bytes)] & 0x30) == 0x30;

    private static int LengthOctets(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= LengthAt || bytes[LengthAt] < 0x80 ? 1 : 1 + Math.Min(bytes[LengthAt] & 0x7F, 4);

    private static int Length(ReadOnlySpan<byte> octets)
    {
        if (octets.Length == 1)
            return octets[0];
        int length = 0;
        foreach (byte octet in octets[1..])
            length = length > 0xFFFF ? int.MaxValue >> 1 : (length << 8) | octet;
        return length;
    }

    // Suites 0 to 2, encrypted, authenticated or both, either key set.
    private static bool IsSecurityControl(byte octet) => (octet & 0x30) != 0 && (octet & 0x0F) <= 2;
}
