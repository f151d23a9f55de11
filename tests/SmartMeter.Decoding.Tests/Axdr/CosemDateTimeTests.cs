using SmartMeter.Decoding.Readings;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Axdr;

/// <summary>COSEM's date-time (IEC 62056-6-2, 4.1.6.1): what it tells of the offset, what the zone adds, and what names no moment.</summary>
public class CosemDateTimeTests
{
    private const byte NoWeekday = 0, DaylightSaving = 0x80, NotSpecified = 0xFF;
    private const short NoDeviation = unchecked((short)0x8000);

    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    private static byte[] Moment(int month, int day, int hour, int minute, short deviation, byte status, byte weekday = 1) =>
        [7, 0xEA, (byte)month, (byte)day, weekday, (byte)hour, (byte)minute, 0, 0xFF, (byte)(deviation >> 8), (byte)deviation, status];

    private static string Clock(byte[] moment, TimeZoneInfo? zone) =>
        Decoded.From(Push(Structure(Structure(Code("0-0:1.0.0"), Octets(moment)))), new DecoderOptions { TimeZone = zone }).Only().Of("0-0:1.0.0");

    [Theory]
    [InlineData(-120, 0x00, "2026-07-01T12:00:00+02:00")]
    [InlineData(-60, 0x80, "2026-07-01T12:00:00+01:00")]
    [InlineData(0, 0x00, "2026-07-01T12:00:00+00:00")]
    [InlineData(300, 0x00, "2026-07-01T12:00:00-05:00")]
    public void A_deviation_tells_the_offset_whatever_the_zone(short deviation, byte status, string expected)
    {
        byte[] moment = Moment(7, 1, 12, 0, deviation, status);
        Assert.Equal((expected, expected), (Clock(moment, null), Clock(moment, Oslo)));
    }

    [Theory]
    [InlineData(840, "2026-07-01T12:00:00-14:00")]
    [InlineData(841, "2026-07-01T12:00:00+02:00")]
    [InlineData(-900, "2026-07-01T12:00:00+02:00")]
    [InlineData(short.MinValue + 1, "2026-07-01T12:00:00+02:00")]
    public void A_deviation_of_no_place_on_earth_tells_nothing(short deviation, string expected) =>
        Assert.Equal(expected, Clock(Moment(7, 1, 12, 0, deviation, 0), Oslo));

    [Fact]
    public void Without_deviation_the_zone_tells_the_offset_and_without_zone_nothing()
    {
        Assert.Equal("2026-07-01T12:00:00+02:00", Clock(Moment(7, 1, 12, 0, NoDeviation, 0), Oslo));
        Assert.Equal("2026-01-01T12:00:00+01:00", Clock(Moment(1, 1, 12, 0, NoDeviation, NotSpecified), Oslo));
        Assert.Equal("2026-07-01T12:00:00", Clock(Moment(7, 1, 12, 0, NoDeviation, DaylightSaving), null));
    }

    [Fact]
    public void In_Octobers_repeated_hour_only_a_mark_tells_which_it_is()
    {
        Assert.Equal("2026-10-25T02:30:00+02:00", Clock(Moment(10, 25, 2, 30, NoDeviation, DaylightSaving), Oslo));
        Assert.Equal("2026-10-25T02:30:00+01:00", Clock(Moment(10, 25, 2, 30, -60, 0), Oslo));
        Assert.Equal("2026-10-25T02:30:00", Clock(Moment(10, 25, 2, 30, NoDeviation, 0), Oslo));
        Assert.Equal("2026-10-25T02:30:00", Clock(Moment(10, 25, 2, 30, NoDeviation, NotSpecified), Oslo));
        Assert.Equal("2026-10-25T01:59:00+02:00", Clock(Moment(10, 25, 1, 59, NoDeviation, 0), Oslo));
        Assert.Equal("2026-10-25T03:00:00+01:00", Clock(Moment(10, 25, 3, 0, NoDeviation, 0), Oslo));
    }

    [Fact]
    public void A_deviation_left_at_zero_with_its_weekday_tells_nothing() =>
        Assert.Equal("2026-07-01T12:00:00+02:00", Clock(Moment(7, 1, 12, 0, 0, 0, NoWeekday), Oslo));

    [Theory]
    [InlineData("FFFFFFFFFF0C0000FF800000")]
    [InlineData("07EAFF01010C0000FF800000")]
    [InlineData("07EA01FF010C0000FF800000")]
    [InlineData("07EA0101FFFF0000FF800000")]
    [InlineData("07EA0101FF0CFF00FF800000")]
    [InlineData("07EA021E010C0000FF800000")]
    [InlineData("07EA0D01010C0000FF800000")]
    [InlineData("07EA010101180000FF800000")]
    public void What_names_no_moment_is_kept_as_it_came_and_is_no_timestamp(string octets)
    {
        Reading reading = Decoded.From(Push(Structure(Structure(Code("0-0:1.0.0"), Octets(Convert.FromHexString(octets)))))).Only();
        Assert.Equal(octets, reading.Of("0-0:1.0.0"));
    }

    [Fact]
    public void A_second_not_specified_is_the_minutes_first() =>
        Assert.Equal("2026-01-01T12:05:00+01:00", Clock([7, 0xEA, 1, 1, 1, 12, 5, 0xFF, 0xFF, 0x80, 0, 0], Oslo));

    [Fact]
    public void Its_own_type_needs_no_code_of_a_clock() =>
        Assert.Equal("2026-11-22T08:00:00+01:00", Decode(Push(Structure(Structure(Code("0-0:96.2.1"), [25, .. ClockOctets])))).Only().Of("0-0:96.2.1"));
}
