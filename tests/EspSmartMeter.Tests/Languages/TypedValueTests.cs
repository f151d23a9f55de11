using EspSmartMeter.Languages;

namespace EspSmartMeter.Tests.Languages;

public class TypedValueTests
{
    [Theory]
    [InlineData("000102030405060708090a0b0c0d0e0f")]
    [InlineData("0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f")]
    [InlineData("00010203-04050607-08090a0b-0c0d0e0")]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==")]
    [InlineData("'AAECAwQFBgcICQoLDA0ODw'")]
    [InlineData("/captures/000102030405060708090a0b0c0d0e0f")]
    [InlineData("00010203-0405-0607-0809-0a0b0c0d0e0f")]
    [InlineData("tcp://meter:1/00010203-0405-0607-0809-0a0b0c0d0e0f")]
    [InlineData("tcp://meter:1?key=x")]
    [InlineData("tcp://me:word@meter:1")]
    [InlineData("me:word@meter")]
    public void What_may_be_a_secret_is_taken_for_one(string text) => Assert.True(TypedValue.MayHoldSecret(text));

    [Theory]
    [InlineData("House")]
    [InlineData("HuisMeterkastVoordeur1")]
    [InlineData("7359992890941742")]
    [InlineData("esp-smart-meter/house2")]
    [InlineData("/dev/serial/by-id/usb-FTDI_P1-if00-port0")]
    [InlineData("/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0")]
    [InlineData("/share/captures/2026-11-29.bin")]
    [InlineData("/srv/6f9619ff-8b86-d011-b42d-00c04fc964ff")]
    [InlineData("./6f9619ff-8b86-d011-b42d-00c04fc964ff/meter")]
    [InlineData("2001:0db8:85a3:0000:0000:8a2e:0370:7334")]
    [InlineData("a4:cf:12:0b:0c:0d")]
    [InlineData("Zähler im Keller, 2. Stock (Süd) links 3")]
    public void What_people_call_things_is_none(string text) => Assert.False(TypedValue.MayHoldSecret(text));

    [Fact]
    public void What_is_repeated_is_of_a_kind_that_tells_nothing()
    {
        Assert.Equal(", not '-1'", TypedValue.NotNumber("-1"));
        Assert.Equal("", TypedValue.NotNumber("12ab"));
        Assert.Equal("/no/such", TypedValue.Path("/no/such", "the file"));
        Assert.Equal("meter.bin", TypedValue.Path("meter.bin", "the file"));
        Assert.Equal("the file", TypedValue.Path("correct horse", "the file"));
        Assert.Equal("--colour", TypedValue.Name("--colour", "of that name"));
        Assert.Equal("of that name", TypedValue.Name("--C0rrect", "of that name"));
        Assert.Equal("http://", TypedValue.Scheme("http"));
        Assert.Equal("this scheme", TypedValue.Scheme("c0rrect"));
    }
}
