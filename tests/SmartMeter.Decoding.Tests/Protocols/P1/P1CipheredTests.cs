using System.Text;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;

namespace SmartMeter.Decoding.Tests.Protocols.P1;

/// <summary>Poland: P1 whose body is ciphered without a system title.</summary>
public class P1CipheredTests
{
    private static readonly byte[] Telegram = SimulatedMeters.Find("p1-poland")!.Telegrams(3, Decoded.Noon).First().Bytes;

    private static DecoderOptions With(byte[] key, byte[]? authKey) => new() { Keys = new KeyRing(new MeterKeys(key, authKey)), Live = true };

    private static byte[] Key => SimulatedMeters.Find("p1-poland")!.Keys!.Encryption;

    private static byte[] AuthKey => SimulatedMeters.Find("p1-poland")!.Keys!.Authentication!;

    [Fact]
    public void With_both_keys_it_is_read_and_proven()
    {
        Reading reading = Decoded.From(Telegram, With(Key, AuthKey)).Only();
        Assert.True(reading is { Encrypted: true, Authenticated: true, Manufacturer: "Elgama", Model: "G15" });
    }

    [Fact]
    public void With_the_encryption_key_alone_the_text_vouches() =>
        Assert.True(Decoded.From(Telegram, With(Key, null)).Only() is { Encrypted: true, Authenticated: false });

    [Fact]
    public void Its_counter_stands_still_and_nothing_is_replayed() =>
        Assert.Equal(3, Decoded.From([.. Telegram, .. Telegram, .. Telegram], With(Key, AuthKey)).Readings.Count);

    [Fact]
    public void Without_a_key_that_is_what_is_told() => Assert.Equal("ciphering key-missing", Decoded.From(Telegram).OnlyRejection());

    [Fact]
    public void Another_key_brings_no_text_about() => Assert.Equal("ciphering key-wrong", Decoded.From(Telegram, With(new byte[16], null)).OnlyRejection());

    [Fact]
    public void A_wrong_authentication_key_is_told_from_a_wrong_key()
    {
        Rejected rejected = Assert.Single(Decoded.From(Telegram, With(Key, new byte[16])).Rejections);
        Assert.Equal(RejectionReason.AuthKeyWrong, rejected.Reason);
        Assert.Contains("the key fits and the auth_key does not", rejected.Detail);
    }

    [Fact]
    public void A_wrong_bit_is_told_by_the_checksum()
    {
        byte[] damaged = [.. Telegram];
        damaged[40] ^= 4;
        Assert.Equal("p1 crc", Decoded.From(damaged, With(Key, AuthKey)).OnlyRejection());
    }
}
