using EspSmartMeter.Peaks;

namespace EspSmartMeter.Tests.Peaks;

/// <summary>What is learnt of high windows: which look-back tells, and what followed where it looked alike.</summary>
public sealed class WindowForecastTests
{
    private const long Minute = 60_000, Quarter = 15 * Minute, Limit = 2_500_000;

    private readonly WindowForecast _forecast = new(Quarter);
    private long _window = 1_768_478_400_000;

    [Fact]
    public void At_first_the_last_five_minutes_are_taken_to_go_on() =>
        Assert.Equal(3_000_000, Look([1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000]));

    [Fact]
    public void The_look_back_is_taken_that_told_the_last_high_windows_best()
    {
        // What came was as the last ten minutes had been.
        for (int number = 0; number < 5; number++)
            Live([9_000_000, 8_000_000, 5_000_000, 4_000_000, 2_000_000], came: 4_000_000);
        Assert.Equal(3_500_000, Look([9_000_000, 8_000_000, 5_000_000, 3_500_000, 2_000_000]));
    }

    [Fact]
    public void Low_windows_teach_nothing()
    {
        for (int number = 0; number < 5; number++)
            Live([900_000, 800_000, 500_000, 400_000, 200_000], came: 400_000);
        Assert.Equal(3_000_000, Look([1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000]));
    }

    [Fact]
    public void Half_of_what_followed_where_it_looked_alike_is_added()
    {
        long[] steady = [6_000_000, 6_000_000, 6_000_000, 6_000_000, 6_000_000], falling = [4_000_000, 4_000_000, 4_000_000, 4_000_000, 4_000_000];
        for (int number = 0; number < 10; number++)
        {
            Live(steady, came: 6_000_000);
            Live(falling, came: 3_000_000);
        }
        Assert.Equal(6_000_000, Look(steady));
        Assert.Equal(3_500_000, Look(falling));
    }

    [Fact]
    public void A_window_whose_end_was_not_heard_teaches_nothing()
    {
        Look([9_000_000, 8_000_000, 5_000_000, 4_000_000, 2_000_000]);
        _window += 2 * Quarter;
        Assert.Equal(3_000_000, Look([1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000]));
    }

    /// <summary>A window with these means five minutes before its end, and that mean of the rest.</summary>
    private void Live(long[] means, long came)
    {
        Look(means);
        _window += Quarter;
        _forecast.Rest(_window, Quarter, 0, [came, came, came, came, came], Limit);
    }

    private long Look(long[] means) => _forecast.Rest(_window, 5 * Minute, means[2] * 10 * Minute, means, Limit);
}
