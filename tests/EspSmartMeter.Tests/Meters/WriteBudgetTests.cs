using EspSmartMeter.Meters;

namespace EspSmartMeter.Tests.Meters;

public class WriteBudgetTests
{
    private const int Day = 24 * 3600;

    [Fact]
    public void With_nothing_that_hurries_it_writes_each_quarter_of_an_hour() =>
        Assert.Equal([900, 1800, 2700], Writes(_ => false, seconds: 3000));

    [Fact]
    public void What_comes_in_the_burst_of_a_start_is_one_write() =>
        Assert.Equal([15, 915], Writes(second => second <= 15, seconds: 1000, first: 15));

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(299)]
    [InlineData(600)]
    public void However_much_hurries_no_day_has_more_writes_than_the_other_files_leave(int hurriesEach)
    {
        int[] writes = [.. Writes(second => second % hurriesEach == 0, seconds: 3 * Day)];

        for (int from = 0; from <= 2 * Day; from += 60)
            Assert.True(writes.Count(second => second >= from && second < from + Day) <= 252);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(900)]
    public void A_list_that_comes_by_the_hour_or_its_quarter_is_written_at_once(int interval)
    {
        int[] writes = [.. Writes(second => second % interval == 0, seconds: 3 * Day)];

        Assert.Empty(Enumerable.Range(1, (3 * Day / interval) - 1).Select(list => list * interval).Except(writes));
        Assert.InRange(writes.Length, 3 * 95, 3 * 96);
    }

    [Fact]
    public void After_a_flood_the_usual_writes_go_on()
    {
        int[] writes = [.. Writes(second => second < 3600, seconds: 2 * 3600)];

        Assert.All(writes.Zip(writes.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 900));
    }

    private static IEnumerable<int> Writes(Func<int, bool> hurries, int seconds, int first = 0)
    {
        WriteBudget pace = new(TimeSpan.FromSeconds(first));
        return [.. Enumerable.Range(1, seconds).Where(second => pace.IsDue(TimeSpan.FromSeconds(second), hurries(second)))];
    }
}
