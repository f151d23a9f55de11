using System.Buffers.Binary;
using System.Security.Cryptography;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Apdus.Ciphering;

public class CipheringTests
{
    private static readonly byte[] Key = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
    private static readonly byte[] AuthKey = Convert.FromHexString("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");
    private static readonly byte[] Title = "TST\0\0\0\0\u0001"u8.ToArray();

    private static DecoderOptions With(byte[]? key, byte[]? authKey = null, bool live = false) => new()
    {
        Keys = key is null ? KeyRing.Empty : new KeyRing(new MeterKeys(key, authKey is null ? null : (ReadOnlyMemory<byte>?)authKey)),
        Live = live,
    };

    private static byte[] Ciphered(ReadOnlySpan<byte> apdu, byte security = 0x30, uint counter = 1, byte[]? key = null)
    {
        byte[] nonce = [.. Title, 0, 0, 0, 0], text = new byte[apdu.Length], tag = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(8), counter);
        using AesGcm gcm = new(key ?? Key, 12);
        gcm.Encrypt(nonce, apdu, text, tag, (byte[])[security, .. AuthKey]);
        byte[] content = [security, .. nonce[8..], .. text, .. (security & 0x10) != 0 ? tag : []];
        return [0xDB, 8, .. Title, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }

    private static byte[] Tagged(byte tag, byte[] ciphered)
    {
        ciphered[0] = tag;
        return ciphered;
    }

    private static byte[] Framed(byte[] ciphered) => HdlcWire.Frame([0xE6, 0xE7, 0, .. ciphered]);

    private static readonly byte[] Push = HdlcWire.PowerPush(1234)[3..];

    [Fact]
    public void The_green_books_example_deciphers_and_verifies()
    {
        byte[] apdu = Convert.FromHexString("DB084D4D4D0000BC614E303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855");
        byte[] expected = Convert.FromHexString("01011000112233445566778899AABBCCDDEEFF0000065F1F0400007E1F04B0");
        Assert.True(CipheredApdu.TryRead(apdu, out CipheredApdu ciphered));
        using AesGcmKey key = new(new MeterKeys(Key, AuthKey));
        byte[] plaintext = new byte[ciphered.Ciphertext.Length];
        Assert.True(key.TryVerify(ciphered, plaintext));
        Assert.Equal(expected, plaintext);
        Array.Clear(plaintext);
        key.Decipher(ciphered, plaintext);
        Assert.Equal(expected, plaintext);
    }

    [Fact]
    public void With_both_keys_a_reading_is_authenticated()
    {
        Decoded decoded = Decoded.From(Framed(Ciphered(Push)), With(Key, AuthKey));
        Assert.Equal("1234 W", decoded.Value("1-0:1.7.0"));
        Assert.Equal((true, true, 1u), (decoded.Only().Encrypted, decoded.Only().Authenticated, decoded.Only().FrameCounter!.Value));
        Assert.Equal(TelegramCheck.Tag, decoded.Only().Check);
    }

    [Fact]
    public void An_authentication_key_of_no_octets_is_none() =>
        Assert.Equal("1234 W", Decoded.From(Framed(Ciphered(Push)), With(Key, [])).Value("1-0:1.7.0"));

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x21)]
    [InlineData(0x30)]
    public void Without_the_authentication_key_a_framed_telegram_is_read_and_marked(byte security)
    {
        Decoded decoded = Decoded.From(Framed(Ciphered(Push, security)), With(Key));
        Assert.Equal("1234 W", decoded.Value("1-0:1.7.0"));
        Assert.False(decoded.Only().Authenticated);
        Assert.Equal(TelegramCheck.Crc16, decoded.Only().Check);
    }

    [Theory]
    [InlineData(0x30)]
    [InlineData(0x31)]
    [InlineData(0x70)]
    public void Suites_0_and_1_and_either_key_set_are_verified(byte security) =>
        Assert.True(Decoded.From(Framed(Ciphered(Push, security)), With(Key, AuthKey)).Only().Authenticated);

    [Fact]
    public void A_tag_is_asked_for_nothing_where_there_is_none()
    {
        Decoded decoded = Decoded.From(Framed(Ciphered(Push, 0x20)), With(Key, AuthKey));
        Assert.Equal("1234 W", decoded.Value("1-0:1.7.0"));
        Assert.False(decoded.Only().Authenticated);
    }

    [Fact]
    public void Dedicated_ciphering_is_read_as_global_ciphering_is() =>
        Assert.Equal("1234 W", Decoded.From(Framed(Tagged(0xDC, Ciphered(Push))), With(Key, AuthKey)).Value("1-0:1.7.0"));

    // The content's length: in one octet, behind 81, behind 82, and behind 82 though one octet would do. What fills it up is a text behind the power.
    [Theory]
    [InlineData("", "4F")]
    [InlineData("81", "F8")]
    [InlineData("82", "0109")]
    [InlineData("82", "00E7")]
    public void The_length_has_each_of_its_forms(string form, string digits)
    {
        int length = Convert.ToInt32(digits, 16), padding = length - 17 - Decoding.Tests.Push.OfPower().Length;
        byte[] ciphered = Ciphered(Decoding.Tests.Push.OfPower(padding)), content = ciphered[13..];
        Assert.Equal(length, content.Length);
        byte[] apdu = [.. ciphered[..10], .. Convert.FromHexString(form + digits), .. content];
        Assert.Equal("456 W", Decoded.From(Framed(apdu), With(Key, AuthKey)).Value("1-0:1.7.0"));
        Assert.Equal("456 W", Decoded.From(apdu, With(Key, AuthKey)).Value("1-0:1.7.0"));
    }

    [Fact]
    public void What_is_not_supported_is_named()
    {
        Assert.Equal("general-ciphering", NotSupported(Tagged(0xDD, Ciphered(Push))));
        Assert.Equal("general-signing", NotSupported(Tagged(0xDF, Ciphered(Push))));
        Assert.Equal("system title 5453540000000001: compressed before it was ciphered", NotSupported(Ciphered(Push, 0xB0)));
        byte[] ciphered = Ciphered(Push);
        Assert.Equal("system title 54535400000000: a system title of another length than 8", NotSupported([0xDB, 0x07, .. Title[..7], .. ciphered[10..]]));
    }

    private static string? NotSupported(byte[] apdu)
    {
        Decoded decoded = Decoded.From(Framed(apdu), With(Key, AuthKey));
        Assert.Equal("ciphering unsupported", decoded.OnlyRejection());
        return decoded.Rejections[0].Detail;
    }

    [Fact]
    public void Without_a_tag_a_damaged_telegram_and_another_key_look_alike_and_are_called_a_wrong_key()
    {
        byte[] other = [.. Key.Reverse()];
        Assert.Equal("ciphering key-wrong", Decoded.From(Framed(Ciphered(Push, 0x21)), With(other)).OnlyRejection());
        Assert.Equal("ciphering key-wrong", Decoded.From(Framed(Ciphered(Push[..^3], 0x20)), With(Key)).OnlyRejection());
        // Where the tag fits, the key does: what is wrong then is what the meter sent.
        Assert.Equal("dlms malformed", Decoded.From(Framed(Ciphered(Push[..^3], 0x30)), With(Key, AuthKey)).OnlyRejection());
    }

    [Fact]
    public void Ciphered_text_of_a_P1_telegram_is_read_with_its_CRC()
    {
        string telegram = "/TST5METER\r\n\r\n1-0:1.7.0(01.234*kW)\r\n!";
        byte[] text = System.Text.Encoding.ASCII.GetBytes(telegram + Crc16Arc.Compute(System.Text.Encoding.ASCII.GetBytes(telegram)).ToString("X4", null) + "\r\n");
        Assert.Equal("1234 W", Decoded.From(Ciphered(text), With(Key, AuthKey)).Value("1-0:1.7.0"));
        Assert.Equal("1234 W", Decoded.From(Ciphered(text), With(Key)).Value("1-0:1.7.0"));
        text[20] ^= 1;
        Assert.Equal("ciphering key-wrong", Decoded.From(Ciphered(text), With(Key)).OnlyRejection());
    }

    [Fact]
    public void Suite_2_has_keys_of_256_bits()
    {
        byte[] key = [.. Key, .. Key];
        Assert.Equal("1234 W", Decoded.From(Framed(Ciphered(Push, 0x32, key: key)), With(key, AuthKey)).Value("1-0:1.7.0"));
        Assert.Equal("ciphering key-wrong", Decoded.From(Framed(Ciphered(Push, 0x32, key: key)), With(Key, AuthKey)).OnlyRejection());
    }

    [Fact]
    public void What_stands_in_the_way_is_told_apart_and_names_the_meter()
    {
        byte[] other = [.. Key.Reverse()];
        Assert.Equal("ciphering key-missing", Decoded.From(Framed(Ciphered(Push)), With(null)).OnlyRejection());
        Assert.Equal("ciphering key-wrong", Decoded.From(Framed(Ciphered(Push, 0x20)), With(other)).OnlyRejection());
        Assert.Equal("ciphering tag-mismatch", Decoded.From(Framed(Ciphered(Push)), With(other, AuthKey)).OnlyRejection());
        Assert.Equal("ciphering auth-key-wrong", Decoded.From(Framed(Ciphered(Push)), With(Key, other)).OnlyRejection());
        Assert.Equal("ciphering unsupported", Decoded.From(Framed(Ciphered(Push, 0xB0)), With(Key, AuthKey)).OnlyRejection());
        Assert.Contains("5453540000000001", Decoded.From(Framed(Ciphered(Push)), With(null)).Rejections[0].Detail, StringComparison.Ordinal);
    }

    // Plain text with a tag: GMAC over security control, authentication key and text.
    private static byte[] Authenticated(ReadOnlySpan<byte> apdu)
    {
        byte[] nonce = [.. Title, 0, 0, 0, 7], tag = new byte[12];
        using AesGcm gcm = new(Key, 12);
        gcm.Encrypt(nonce, Array.Empty<byte>(), Array.Empty<byte>(), tag, (byte[])[0x10, .. AuthKey, .. apdu]);
        return [0x10, .. nonce[8..], .. apdu, .. tag];
    }

    private static byte[] WithTitle(byte[] content) => [0xDB, 8, .. Title, (byte)content.Length, .. content];

    [Fact]
    public void Authenticated_and_not_ciphered_it_is_read_and_proven_where_both_keys_are_known()
    {
        byte[] frame = Framed(WithTitle(Authenticated(Push)));
        Assert.True(Decoded.From(frame, With(Key, AuthKey)).Only() is { Encrypted: false, Authenticated: true, FrameCounter: 7 });
        Assert.True(Decoded.From(frame, With(null)).Only() is { Encrypted: false, Authenticated: false });
        Assert.True(Decoded.From(frame, With(Key)).Only() is { Authenticated: false });
        Assert.Equal("1234 W", Decoded.From(frame, With(Key, AuthKey)).Value("1-0:1.7.0"));
        Assert.Equal("ciphering tag-mismatch", Decoded.From(frame, With(Key, [.. AuthKey.Reverse()])).OnlyRejection());
    }

    [Fact]
    public void Without_the_header_that_names_the_meter_it_is_read_and_not_proven() =>
        Assert.True(Decoded.From(Framed(Authenticated(Push)), With(Key, AuthKey)).Only() is { Encrypted: false, Authenticated: false, FrameCounter: 7 });

    [Fact]
    public void An_encrypted_wrapper_frame_is_refused_in_one_piece()
    {
        byte[] apdu = Ciphered(Push);
        byte[] frame = [0, 1, 0, 1, 0, 1, 0, (byte)apdu.Length, .. apdu];
        Rejected rejected = Assert.Single(Decoded.From(frame).Rejections);
        Assert.Equal((RejectionReason.KeyMissing, frame.Length), (rejected.Reason, rejected.Bytes.Length));
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x30)]
    public void A_bare_ciphered_APDU_is_told_as_one(byte security) =>
        Assert.Equal("ciphering key-missing", Decoded.From(Ciphered(Push, security)).OnlyRejection());

    [Fact]
    public void No_key_is_ever_in_a_rejection()
    {
        foreach (Decoded decoded in (Decoded[])[
            Decoded.From(Framed(Ciphered(Push, 0x20)), With([.. Key.Reverse()])), Decoded.From(Framed(Ciphered(Push)), With(Key, [.. AuthKey.Reverse()]))])
        {
            Assert.DoesNotContain("000102", decoded.Rejections[0].Detail, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("D0D1", decoded.Rejections[0].Detail, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Unframed_the_tag_must_vouch()
    {
        Assert.Equal("1234 W", Decoded.From(Ciphered(Push), With(Key, AuthKey)).Value("1-0:1.7.0"));
        Assert.Equal("ciphering auth-key-missing", Decoded.From(Ciphered(Push), With(Key)).OnlyRejection());
    }

    [Fact]
    public void Unframed_and_without_a_tag_the_contents_vouch()
    {
        byte[] apdu = Ciphered(Push, 0x20);
        Decoded decoded = Decoded.From(apdu, With(Key));
        Assert.Equal("1234 W", decoded.Value("1-0:1.7.0"));
        Assert.False(decoded.Only().Authenticated);
        Assert.Equal("ciphering key-wrong", Decoded.From(Ciphered(Push[..^3], 0x20), With(Key)).OnlyRejection());
        Assert.Equal("1234 W", Decoded.From([0xE6, 0xE7, 0, .. apdu], With(Key)).Value("1-0:1.7.0"));
        Assert.Equal("1234 W", Decoded.From([0, 1, 0, 1, 0, 103, 0, (byte)apdu.Length, .. apdu], With(Key)).Value("1-0:1.7.0"));
    }

    [Fact]
    public void Among_other_octets_only_a_tag_vouches()
    {
        Decoded decoded = Decoded.From([.. Ciphered(Push, 0x20), 1, 2, 3], With(Key));
        Assert.Empty(decoded.Readings);
        Assert.Contains(RejectionReason.Unsupported, decoded.Rejections.Select(rejected => rejected.Reason));
    }

    [Fact]
    public void In_a_frame_whose_checksum_is_wrong_nothing_vouches()
    {
        byte[] damaged = Framed(Ciphered(Push, 0x20));
        damaged[^10] ^= 1;
        Assert.Empty(Decoded.From(damaged, With(Key)).Readings);
    }

    [Fact]
    public void Unframed_it_is_found_between_noise()
    {
        byte[] damaged = Ciphered(Push);
        damaged[40] ^= 1;
        Decoded decoded = Decoded.From([1, 2, 0xDB, 8, .. Ciphered(Push), .. damaged, .. Ciphered(Push, counter: 2)], With(Key, AuthKey));
        Assert.Equal(2, decoded.Readings.Count);
        Assert.Equal([RejectionReason.Garbage, RejectionReason.TagMismatch], decoded.Rejections.Select(rejected => rejected.Reason));
    }

    [Fact]
    public void Live_a_telegram_sent_again_is_not_believed_where_the_counter_moves()
    {
        byte[] stream = [.. Framed(Ciphered(Push, counter: 5)), .. Framed(Ciphered(Push, counter: 6)), .. Framed(Ciphered(Push, counter: 5))];
        Decoded decoded = Decoded.From(stream, With(Key, AuthKey, live: true));
        Assert.Equal(2, decoded.Readings.Count);
        Assert.Equal(RejectionReason.Replayed, Assert.Single(decoded.Rejections).Reason);
        Assert.Equal(3, Decoded.From(stream, With(Key, AuthKey)).Readings.Count);
    }

    [Fact]
    public void A_counter_that_never_moves_says_nothing()
    {
        byte[] frame = Framed(Ciphered(Push, counter: 0));
        Assert.Equal(3, Decoded.From([.. frame, .. frame, .. frame], With(Key, AuthKey, live: true)).Readings.Count);
    }

    [Fact]
    public void Keys_may_be_a_meters_own()
    {
        KeyRing ring = KeyRing.Empty.With(Title, new MeterKeys(Key, AuthKey));
        Assert.Equal("1234 W", Decoded.From(Framed(Ciphered(Push)), new DecoderOptions { Keys = ring }).Value("1-0:1.7.0"));
    }

    // A push in blocks of which each is ciphered by itself.
    private static byte[][] CipheredBlocks(uint watts, uint counter)
    {
        byte[] apdu = HdlcWire.PowerPush(watts)[3..];
        byte[][] parts = [apdu[..8], apdu[8..18], apdu[18..]];
        return [.. parts.Select((part, i) => Framed(Ciphered([0xE0, (byte)(i == 2 ? 0xC0 : 0x40), 0, (byte)(i + 1), 0, 0, (byte)part.Length, .. part], counter: counter + (uint)i)))];
    }

    [Fact]
    public void Blocks_that_are_ciphered_one_by_one_join() =>
        Assert.Equal("7 W", Decoded.From([.. CipheredBlocks(7, 100).SelectMany(block => block)], With(Key, AuthKey)).Value("1-0:1.7.0"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Blocks_whose_counters_are_not_of_one_push_never_join(int head)
    {
        byte[][] one = CipheredBlocks(7, 100), next = CipheredBlocks(1_000_000, 103);
        Decoded decoded = Decoded.From([.. ((byte[][])[.. one[..head], .. next[head..], .. CipheredBlocks(9, 106)]).SelectMany(block => block)], With(Key, AuthKey));
        Assert.Equal("9 W", Decoded.Text(Assert.Single(decoded.Readings), "1-0:1.7.0"));
        Assert.Equal(3, decoded.Rejections.Count);
    }
}
