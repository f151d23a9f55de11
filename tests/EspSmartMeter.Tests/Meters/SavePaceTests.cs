using EspSmartMeter.Meters;

namespace EspSmartMeter.Tests.Meters;

public class SavePaceTests
{
    private const int Day = 24 * 3600;

    [Fact]
    public void With_nothing_that_hurries_it_writes_each_six_minutes() =>
        Assert.Equal([360, 720, 1080], Writes(_ => false, seconds: 1200));

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(299)]
    [InlineData(600)]
    public void However_much_hurries_no_day_has_more_than_three_hundred_writes(int hurriesEach)
    {
        int[] writes = [.. Writes(second => second % hurriesEach == 0, seconds: 3 * Day)];

        for (int from = 0; from <= 2 * Day; from += 60)
            Assert.True(writes.Count(second => second >= from && second < from + Day) <= 300);
    }

    [Theory]
    [InlineData(3600, 264)]
    [InlineData(900, 300)]
    public void A_list_that_comes_by_the_hour_or_its_quarter_is_written_at_once(int interval, int mostWritesADay)
    {
        int[] writes = [.. Writes(second => second % interval == 0, seconds: 3 * Day)];

        Assert.Empty(Enumerable.Range(1, (3 * Day / interval) - 1).Select(list => list * interval).Except(writes));
        Assert.InRange(writes.Length, 3 * 240, 3 * mostWritesADay);
    }

    [Fact]
    public void After_a_flood_the_usual_writes_go_on()
    {
        int[] writes = [.. Writes(second => second < 3600, seconds: 2 * 3600)];

        Assert.All(writes.Zip(writes.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 360));
    }

    private static IEnumerable<int> Writes(Func<int, bool> hurries, int seconds)
    {
        SavePace pace = new();
        return [.. Enumerable.Range(1, seconds).Where(second => pace.IsDue(TimeSpan.FromSeconds(second), hurries(second)))];
    }
}
