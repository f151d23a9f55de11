using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Apdus;

/// <summary>The head of a data-notification: its date-time in three forms, and what is none.</summary>
public class DataNotificationTests
{
    // 2026-11-22, a Sunday, 13:00:00.00, an hour ahead of UTC.
    private const string Stamp = "07EA0B16070D000000FFC400";

    private static Decoded Notified(string dateTime)
    {
        byte[] body = HdlcWire.PowerPush(77)[9..];
        return Decoded.From(HdlcWire.Frame([0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 1, .. Convert.FromHexString(dateTime), .. body]));
    }

    [Theory]
    [InlineData("00", null)]
    [InlineData("0C" + Stamp, "2026-11-22T13:00:00+01:00")]
    [InlineData("090C" + Stamp, "2026-11-22T13:00:00+01:00")]
    public void The_date_time_has_three_forms(string dateTime, string? timestamp)
    {
        Decoded decoded = Notified(dateTime);
        Assert.Equal("77 W", decoded.Value("1-0:1.7.0"));
        Assert.Equal(timestamp, decoded.Only().Timestamp?.ToString());
    }

    [Theory]
    [InlineData("05")]
    [InlineData("0905")]
    [InlineData("0B" + Stamp)]
    public void Any_other_length_is_malformed(string dateTime) => Assert.Equal("dlms malformed", Notified(dateTime).OnlyRejection());

    [Fact]
    public void Another_service_is_no_data() =>
        Assert.Equal("dlms no-data", Decoded.From(HdlcWire.Frame([0xE6, 0xE7, 0x00, 0xC4, 0x01, 0xC1, 0x00, 0x00])).OnlyRejection());

    [Fact]
    public void Octets_behind_the_body_are_not_passed_over() =>
        Assert.Equal("dlms malformed", Decoded.From(HdlcWire.Frame([.. HdlcWire.PowerPush(77), 0x00])).OnlyRejection());
}
