using EspSmartMeter.Meters.Live;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Live;

public class RegisterStampTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("07:00:00Z", "07:00:09Z", "07:00:00Z")]
    [InlineData("08:00:00+01:00", "07:00:09Z", "07:00:00Z")]
    [InlineData("06:55:30Z", "07:00:09Z", "06:55:30Z")]
    // Kamstrup's clock in summer: an hour behind.
    [InlineData("06:00:00Z", "07:00:09Z", "07:00:00Z")]
    // Five minutes and more are none of a telegram.
    [InlineData("06:55:00Z", "07:00:09Z", "07:00:00Z")]
    // A clock that is a little ahead: it is of now at the latest.
    [InlineData("07:00:10Z", "07:00:09Z", "07:00:09Z")]
    [InlineData("07:00:00Z", "06:58:00Z", "06:58:00Z")]
    public void A_stamp_counts_within_five_minutes_before_it_came(string stamp, string received, string expected) =>
        Assert.Equal(At(expected), RegisterStamp.Of(Time(stamp), At(received), Hour));

    [Theory]
    [InlineData("07:00:09Z", 60, "07:00:00Z")]
    [InlineData("07:15:09Z", 15, "07:15:00Z")]
    [InlineData("07:16:40Z", 15, "07:15:00Z")]
    [InlineData("07:20:02Z", 5, "07:20:00Z")]
    // The hour, while it is not known how often it comes.
    [InlineData("07:00:09Z", null, "07:00:00Z")]
    // One of the clocks is wrong, or it is sent at no full hour: counting from the hour on would count half an hour twice.
    [InlineData("07:31:00Z", 60, "07:31:00Z")]
    [InlineData("06:59:58Z", 60, "06:59:58Z")]
    // 7 minutes make up no day.
    [InlineData("07:04:00Z", 7, "07:04:00Z")]
    public void Without_one_it_is_of_the_full_interval_before(string received, int? minutes, string expected) =>
        Assert.Equal(At(expected), RegisterStamp.Of(null, At(received), minutes is int known ? TimeSpan.FromMinutes(known) + TimeSpan.FromSeconds(1) : null));

    [Fact]
    public void A_stamp_of_no_known_zone_is_none() =>
        Assert.Equal(At("07:00:00Z"), RegisterStamp.Of(new MeterTime(new DateTime(2026, 7, 1, 7, 0, 5), null), At("07:00:09Z"), Hour));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-07-01T{time}", System.Globalization.CultureInfo.InvariantCulture);

    private static MeterTime Time(string time) => new(At(time).DateTime, (short)At(time).Offset.TotalMinutes);
}
