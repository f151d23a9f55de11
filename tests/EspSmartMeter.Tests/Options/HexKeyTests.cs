using EspSmartMeter.Options;

namespace EspSmartMeter.Tests.Options;

public class HexKeyTests
{
    [Theory]
    [InlineData("000102030405060708090a0b0c0d0e0f")]
    [InlineData("000102030405060708090A0B0C0D0E0F")]
    [InlineData("00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f")]
    [InlineData("00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F")]
    [InlineData("0x000102030405060708090a0b0c0d0e0f")]
    [InlineData("0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f")]
    [InlineData("{0x00,0x01,0x02,0x03,0x04,0x05,0x06,0x07,0x08,0x09,0x0a,0x0b,0x0c,0x0d,0x0e,0x0f};")]
    [InlineData("\"000102030405060708090a0b0c0d0e0f\"\r\n")]
    [InlineData("\u201C00010203 04050607 08090a0b 0c0d0e0f\u201D")]
    [InlineData("\uFEFF0001\u00A00203\u202F0405\u200B0607\u20600809_0a0b_0c0d_0e0f\u00A0")]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==")]
    [InlineData("'AAECAwQFBgcICQoLDA0ODw'\n")]
    public void A_key_is_taken_as_people_have_it(string text)
    {
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (byte)i), HexKey.Parse("key", text).ToArray());
    }

    [Theory]
    [InlineData("00 01", "sources[0].key has 4 hex digits; a key has 32 (suites 0 and 1) or 64 (suite 2)")]
    [InlineData("000102030405060708090a0b0c0d0e0g", "sources[0].key: character 32 is no hex digit (a key is 32 hex digits: 0-9, a-f)")]
    [InlineData("AAECAwQFBgcICQoLDA0OD", "sources[0].key: character 6 is no hex digit (a key is 32 hex digits: 0-9, a-f)")]
    public void A_wrong_key_is_told_without_showing_it(string text, string message)
    {
        UsageException wrong = Assert.Throws<UsageException>(() => HexKey.Parse("sources[0].key", text));
        Assert.Equal(message, wrong.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_an_authentication_key_tags_are_not_verified(string? authKey) =>
        Assert.Null(HexKey.Ring("key", new string('0', 32), "auth_key", authKey).Find(new byte[8])!.Authentication);

    [Fact]
    public void An_authentication_key_alone_is_refused()
    {
        UsageException wrong = Assert.Throws<UsageException>(() => HexKey.Ring("--key", null, "--auth-key", new string('0', 32)));
        Assert.StartsWith("--auth-key is set and --key is not", wrong.Message);
    }
}
