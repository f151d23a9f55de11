namespace SmartMeter.Simulation.Framing;

/// <summary>
/// Wired M-Bus long frames with DLMS (EN 13757-2, 5.3, and EN 13757-3): <c>68 L L 68 C A CI STSAP DTSAP data CS 16</c>. L counts from C to the
/// data's end; CI holds the segment's number, and bit 4 in the last one.
/// </summary>
internal static class WiredMBusFrame
{
    private const byte Start = 0x68, Stop = 0x16, SendUserData = 0x53, Broadcast = 0xFF, LastSegment = 0x10;
    private const int HeaderLength = 5;

    /// <summary>One frame a segment of at most <paramref name="dataLength"/> octets. More than 250 overflow L, as with Sagemcom's meters.</summary>
    public static byte[] Segmented(byte[] apdu, int dataLength)
    {
        List<byte> frames = [];
        for (int number = 0; number * dataLength < apdu.Length; number++)
        {
            int from = number * dataLength, to = Math.Min(from + dataLength, apdu.Length);
            byte control = (byte)(number | (to == apdu.Length ? LastSegment : 0));
            frames.AddRange(Build(control, apdu.AsSpan(from, to - from)));
        }
        return [.. frames];
    }

    private static byte[] Build(byte controlInformation, ReadOnlySpan<byte> data)
    {
        byte length = unchecked((byte)(HeaderLength + data.Length));
        byte[] counted = [SendUserData, Broadcast, controlInformation, 0x01, 0x67, .. data];
        byte sum = 0;
        foreach (byte octet in counted)
            sum = unchecked((byte)(sum + octet));
        return [Start, length, length, Start, .. counted, sum, Stop];
    }
}
