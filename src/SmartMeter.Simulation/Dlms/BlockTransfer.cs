namespace SmartMeter.Simulation.Dlms;

/// <summary>
/// General block transfer (IEC 62056-5-3, 5.3.5): an APDU cut into blocks <c>E0 control number acknowledged length data</c>. Control has bit 7 in the
/// last block, and bit 6 (streaming) in all.
/// </summary>
internal static class BlockTransfer
{
    private const byte Tag = 0xE0, Last = 0x80, Streaming = 0x40;

    public static IEnumerable<byte[]> Blocks(byte[] apdu, int blockLength)
    {
        int count = (apdu.Length + blockLength - 1) / blockLength;
        for (int number = 1; number <= count; number++)
        {
            int from = (number - 1) * blockLength, to = Math.Min(from + blockLength, apdu.Length);
            byte control = (byte)(Streaming | (number == count ? Last : 0));
            yield return [Tag, control, (byte)(number >> 8), (byte)number, 0, 0, .. BerLength.Octets(to - from), .. apdu[from..to]];
        }
    }
}
