namespace SmartMeter.Decoding.Protocols.Hdlc;

/// <summary>The head of an HDLC frame, from the format field to the control field (IEC 62056-46, 6.4.2 to 6.4.4).</summary>
/// <param name="Length">Octets from the format field to the control field inclusive; 0: not all there, or no header.</param>
/// <param name="Segmented">More frames of the same message follow.</param>
/// <param name="SourceAt">Where in them the source address begins, behind the destination's.</param>
internal readonly record struct HdlcHeader(int Length, bool Segmented, int SourceAt)
{
    /// <summary>The octets of the format field.</summary>
    public const int FormatOctets = 2;

    /// <summary>How many octets a frame counts between its flags.</summary>
    /// <param name="format">From the frame format field on.</param>
    public static int CountedOctets(ReadOnlySpan<byte> format) => ((format[0] & 0x07) << 8) | format[1];

    /// <param name="bytes">From the frame format field on.</param>
    public static HdlcHeader Read(ReadOnlySpan<byte> bytes)
    {
        int at = FormatOctets;
        if (!SkipAddress(bytes, ref at))
            return default;
        int source = at;
        if (!SkipAddress(bytes, ref at) || at >= bytes.Length)
            return default;
        return new HdlcHeader(at + 1, (bytes[0] & 0x08) != 0, source);
    }

    // An address ends at the octet whose lowest bit is set; it has 1, 2 or 4 octets.
    private static bool SkipAddress(ReadOnlySpan<byte> bytes, ref int at)
    {
        for (int octets = 1; octets <= 4 && at < bytes.Length; octets++)
        {
            if ((bytes[at++] & 1) != 0)
                return octets != 3;
        }
        return false;
    }
}
