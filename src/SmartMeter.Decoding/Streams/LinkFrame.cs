namespace SmartMeter.Decoding.Streams;

/// <summary>
/// A short frame of wired M-Bus (EN 13757-2, 5.3), which a meter sends that looks for slaves of its own (SND_NKE, REQ_UD2): it carries nothing.
/// <code>10 | C | A | CS | 16</code>
/// </summary>
internal static class LinkFrame
{
    public const int Octets = 5;

    private const byte Start = 0x10, Stop = 0x16, Reserved = 0x80;

    public static bool StandsAt(ReadOnlySpan<byte> bytes) =>
        bytes[0] == Start && bytes[4] == Stop && (bytes[1] & Reserved) == 0 && bytes[3] == (byte)(bytes[1] + bytes[2]);
}
