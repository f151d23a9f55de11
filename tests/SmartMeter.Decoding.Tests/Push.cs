namespace SmartMeter.Decoding.Tests;

/// <summary>A data-notification that describes itself, as small as they come.</summary>
internal static class Push
{
    /// <summary>1-0:1.7.0 = 456 W; more octets in a text behind it where <paramref name="padding"/> says so.</summary>
    public static byte[] OfPower(int padding = 0) =>
    [
        0x0F, 0x00, 0x00, 0x00, 0x01, 0x00,
        0x02, 0x05, 0x09, 0x06, 1, 0, 1, 7, 0, 255, 0x06, 0x00, 0x00, 0x01, 0xC8, 0x02, 0x02, 0x0F, 0x00, 0x16, 27,
        0x09, 0x06, 0, 0, 96, 13, 0, 255, 0x0A, 0x82, (byte)(padding >> 8), (byte)padding, .. Enumerable.Repeat((byte)'x', padding),
    ];
}
