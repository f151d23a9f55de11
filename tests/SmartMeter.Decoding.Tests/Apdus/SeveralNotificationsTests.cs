using System.Security.Cryptography;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Apdus;

/// <summary>Several pushes one behind the other in a frame, as an E450 sends them.</summary>
public class SeveralNotificationsTests
{
    private static readonly byte[][] Three = [HdlcWire.PowerPush(1), HdlcWire.PowerPush(2), HdlcWire.PowerPush(3)];

    private static string[] Powers(Decoded decoded) => [.. decoded.Readings.Select(reading => Decoded.Text(reading, "1-0:1.7.0"))];

    private static readonly byte[] Key = [.. Enumerable.Range(0x40, 16).Select(octet => (byte)octet)], AuthKey = [.. Enumerable.Range(0x50, 16).Select(octet => (byte)octet)];

    private static byte[] Ciphered(byte counter, byte[] plain)
    {
        byte[] title = [.. "LGZ"u8, 0, 0, 0, 0, 7], text = new byte[plain.Length], tag = new byte[12];
        using AesGcm gcm = new(Key, tag.Length);
        gcm.Encrypt((byte[])[.. title, 0, 0, 0, counter], plain, text, tag, (byte[])[0x30, .. AuthKey]);
        int length = 5 + text.Length + tag.Length;
        return [0xDB, 8, .. title, 0x82, (byte)(length >> 8), (byte)length, 0x30, 0, 0, 0, counter, .. text, .. tag];
    }

    [Fact]
    public void Each_is_a_reading_and_each_octet_is_told_once()
    {
        byte[] frame = HdlcWire.Frame([.. Three[0], .. Three[1], .. Three[2]]);
        Decoded decoded = Decoded.From(frame);
        Assert.Equal(["1 W", "2 W", "3 W"], Powers(decoded));
        Assert.Empty(decoded.Rejections);
        Assert.Equal(frame.Length, decoded.Readings.Sum(reading => reading.Bytes));
        Assert.Equal(decoded.Readings[0].Bytes, decoded.Readings[1].Offset);
    }

    [Fact]
    public void They_need_no_header_each() =>
        Assert.Equal(["1 W", "2 W", "3 W"], Powers(Decoded.From(HdlcWire.Frame([.. Three[0], .. Three[1][3..], .. Three[2][3..]]))));

    [Fact]
    public void One_that_is_cut_refuses_them_all() =>
        Assert.Equal("dlms malformed", Decoded.From(HdlcWire.Frame([.. Three[0], .. Three[1], .. Three[2][..^2]])).OnlyRejection());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Under_one_cipher_or_each_under_its_own(bool each)
    {
        byte[] information = each
            ? [.. Three.SelectMany((push, i) => (byte[])[0xE6, 0xE7, 0, .. Ciphered((byte)i, push[3..])])]
            : [0xE6, 0xE7, 0, .. Ciphered(5, [.. Three[0].AsSpan(3), .. Three[1], .. Three[2]])];
        DecoderOptions options = new() { Keys = new KeyRing(new MeterKeys(Key, AuthKey)), Live = true };
        byte[] frame = HdlcWire.Frame(information);
        Decoded decoded = Decoded.From(frame, options);
        Assert.Equal(["1 W", "2 W", "3 W"], Powers(decoded));
        Assert.All(decoded.Readings, reading => Assert.True(reading is { Encrypted: true, Authenticated: true, Manufacturer: "Landis+Gyr", MeterId: "4C475A0000000007" }));
        Assert.Equal(frame.Length, decoded.Readings.Sum(reading => reading.Bytes));
    }

    [Fact]
    public void Each_is_refused_by_itself_where_its_list_is_not_known()
    {
        byte[] two = HdlcWire.Push("0202 0600000001 0600000002");
        Decoded decoded = Decoded.From(HdlcWire.Frame([.. two, .. Three[0], .. two]));
        Assert.Equal(["1 W"], Powers(decoded));
        Assert.Equal([RejectionReason.UnknownList, RejectionReason.UnknownList], decoded.Rejections.Select(rejected => rejected.Reason));
    }
}
