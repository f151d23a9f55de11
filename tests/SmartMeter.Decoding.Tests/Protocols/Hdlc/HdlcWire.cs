using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.Protocols.Hdlc;

/// <summary>Builds HDLC frames and what is in them.</summary>
internal static class HdlcWire
{
    /// <summary>E6 E7 00 and a data-notification without date-time.</summary>
    public static byte[] Push(string bodyHex) => [0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 0, 0, .. Convert.FromHexString(bodyHex.Replace(" ", "", StringComparison.Ordinal))];

    /// <summary>One register: array of one structure {1-0:1.7.0, u32, {scaler 0, W}}, as list 1 of Aidon.</summary>
    public static byte[] PowerPush(uint watts) => Push($"0101 0203 09060100010700FF 06{watts:X8} 02020F00161B");

    public static byte[] Frame(ReadOnlySpan<byte> information, bool segmented = false, string addresses = "41 0883", byte control = 0x13)
    {
        byte[] to = Convert.FromHexString(addresses.Replace(" ", "", StringComparison.Ordinal));
        int length = 2 + to.Length + 1 + (information.IsEmpty ? 0 : 2 + information.Length) + 2;
        List<byte> frame = [(byte)(0xA0 | (segmented ? 8 : 0) | (length >> 8)), (byte)length, .. to, control];
        if (!information.IsEmpty)
        {
            Checksum(frame);
            frame.AddRange(information);
        }
        Checksum(frame);
        return [0x7E, .. frame, 0x7E];
    }

    public static byte[] Power(uint watts) => Frame(PowerPush(watts));

    private static void Checksum(List<byte> frame)
    {
        ushort crc = Crc16X25.Compute(frame.ToArray());
        frame.Add((byte)crc);
        frame.Add((byte)(crc >> 8));
    }
}
