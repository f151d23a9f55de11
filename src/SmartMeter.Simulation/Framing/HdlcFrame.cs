namespace SmartMeter.Simulation.Framing;

/// <summary>The addresses and control field that a maker writes into its frames (IEC 62056-46, 6.4.2).</summary>
internal sealed record HdlcAddressing(byte[] Destination, byte[] Source, byte Control = 0x13);

/// <summary>
/// An HDLC frame of type 3 (IEC 62056-46, 6.4): <c>7E A|S|length destination source control HCS information FCS 7E</c>.
/// The length counts all between the flags; HCS covers all before it, FCS all between the flags.
/// </summary>
internal static class HdlcFrame
{
    private const byte Flag = 0x7E;
    private const int LargestLength = 0x7FF;

    public static readonly byte[] Llc = [0xE6, 0xE7, 0x00];

    public static byte[] Build(HdlcAddressing addressing, ReadOnlySpan<byte> information, bool segmented = false)
    {
        int header = 2 + addressing.Destination.Length + addressing.Source.Length + 1;
        int length = header + 2 + information.Length + 2;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LargestLength);

        List<byte> frame = new(length + 2) { Flag, (byte)(0xA0 | (segmented ? 8 : 0) | (length >> 8)), (byte)length };
        frame.AddRange(addressing.Destination);
        frame.AddRange(addressing.Source);
        frame.Add(addressing.Control);
        AddChecksum(frame);
        frame.AddRange(information);
        AddChecksum(frame);
        frame.Add(Flag);
        return [.. frame];
    }

    /// <summary>One frame with the LLC header before the APDU.</summary>
    public static byte[] BuildWithLlc(HdlcAddressing addressing, ReadOnlySpan<byte> apdu) => Build(addressing, [.. Llc, .. apdu]);

    /// <summary>Several frames, the segmentation bit set in all but the last; the LLC header stands in the first alone.</summary>
    public static byte[] BuildSegmented(HdlcAddressing addressing, ReadOnlySpan<byte> apdu, int informationLength)
    {
        byte[] information = [.. Llc, .. apdu];
        List<byte> frames = [];
        for (int from = 0; from < information.Length; from += informationLength)
        {
            int to = Math.Min(from + informationLength, information.Length);
            frames.AddRange(Build(addressing, information.AsSpan(from, to - from), segmented: to < information.Length));
        }
        return [.. frames];
    }

    /// <summary>A frame for each block of a block transfer; the LLC header stands in the first alone.</summary>
    public static byte[] BuildBlocks(HdlcAddressing addressing, IEnumerable<byte[]> blocks)
    {
        List<byte> frames = [];
        foreach (byte[] block in blocks)
            frames.AddRange(frames.Count == 0 ? BuildWithLlc(addressing, block) : Build(addressing, block));
        return [.. frames];
    }

    private static void AddChecksum(List<byte> frame)
    {
        ushort crc = Checksums.X25([.. frame.Skip(1)]);
        frame.Add((byte)crc);
        frame.Add((byte)(crc >> 8));
    }
}
