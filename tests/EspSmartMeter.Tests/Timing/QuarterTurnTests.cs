using EspSmartMeter.Timing;

namespace EspSmartMeter.Tests.Timing;

public class QuarterTurnTests
{
    private static readonly DateTimeOffset Quarter = new(2026, 3, 10, 11, 15, 0, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(2000)]
    [InlineData(1200)]
    [InlineData(1)]
    public void The_last_two_seconds_of_a_quarter_begin_two_seconds_before_its_end(int millisecondsBefore) =>
        Assert.Equal(Quarter - TimeSpan.FromSeconds(2), QuarterTurn.LastSeconds(Quarter - TimeSpan.FromMilliseconds(millisecondsBefore)));

    [Theory]
    [InlineData(2001)]
    [InlineData(0)]
    [InlineData(-1000)]
    public void Other_seconds_are_none_of_them(int millisecondsBefore) =>
        Assert.Null(QuarterTurn.LastSeconds(Quarter - TimeSpan.FromMilliseconds(millisecondsBefore)));
}
