using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Noise made of frame starts: each promises a frame that never comes.</summary>
internal static class ForeignStarts
{
    private static readonly byte[][] Heads =
    [
        HdlcWire.Frame(new byte[2000])[..9],
        HdlcWire.Frame(new byte[60], segmented: true)[..9],
        [0x68, 0xFA, 0xFA, 0x68, 0x53, 0xFF, 0x00, 0x01, 0x67, 0x0F],
        [0x68, 0x01, 0x01, 0x68, 0x53, 0xFF, 0x01, 0x01, 0x67],
        [0x1B, 0x1B, 0x1B, 0x1B, 0x01, 0x01, 0x01, 0x01],
        [0x00, 0x01, 0x00, 0x01, 0x00, 0x10, 0x01, 0x00, 0x0F],
        [0xDB, 0x08, .. "TST"u8, 0, 0, 0, 0, 1, 0x82, 0x01, 0x00, 0x30, 0, 0, 0, 1],
        [0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 0, 0],
        [0x0F, 0x00, 0x00, 0x00, 0x01, 0x00, 0x02, 0x01],
        [.. "/ABC5METER\r\n\r\n"u8],
        [.. "\u00020.0.0(1)\r\n"u8],
        [.. "/?!\r\n"u8],
        [.. "\u0001R1\u0002"u8],
        [0x7E],
        [(byte)'/'],
    ];

    public static byte[] Of(int length, int seed)
    {
        Random random = new(seed);
        List<byte> bytes = [];
        while (bytes.Count < length)
            bytes.AddRange(Heads[random.Next(Heads.Length)]);
        return [.. bytes.Take(length)];
    }
}
