using EspSmartMeter.Sinks.History;

namespace EspSmartMeter.Tests.Sinks.History;

public class MeterHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly MeterHistory _history = new();

    [Fact]
    public void What_flows_counts_in_its_quarter_and_its_hour()
    {
        // 0.01 kWh each ten seconds, for an hour and a quarter.
        for (int sample = 0; sample <= 450; sample++)
            Take(Noon + (sample * TenSeconds), 100 + (sample * 0.01m), 7, TenSeconds);

        Assert.Equal([0.9m, 0.9m, 0.9m, 0.9m, 0.9m], _history.Quarters.Select(quarter => quarter.Import));
        Assert.Equal([Noon, Noon.AddHours(1)], _history.Hours.Select(hour => hour.From));
        Assert.Equal([3.6m, 0.9m], _history.Hours.Select(hour => hour.Import));
        Assert.All(_history.Hours, hour => Assert.Equal(0, hour.Export));
        Assert.Empty(_history.Gaps);
    }

    [Fact]
    public void A_register_that_comes_just_after_each_hour_counts_in_the_hour_before()
    {
        TimeSpan hour = TimeSpan.FromHours(1);
        foreach (int number in (int[])[0, 1, 2, 3])
            Take(Noon + (number * hour) + TenSeconds, 100 + (number * number), 0, hour);

        Assert.Equal([(Noon, 1m), (Noon + hour, 3m), (Noon + (2 * hour), 5m)], _history.Hours.Select(span => (span.From, span.Import)));
    }

    [Fact]
    public void What_flowed_while_nothing_was_heard_stands_in_no_bar()
    {
        Take(Noon, 100, 7, TenSeconds);
        Take(Noon + TenSeconds, 100.5m, 7, TenSeconds);
        Take(Noon.AddHours(3), 104, 8, TenSeconds);
        Take(Noon.AddHours(3) + TenSeconds, 104.25m, 8, TenSeconds);

        Assert.Equal([(Noon, 0.5m, 0m), (Noon.AddHours(3), 0.25m, 0m)], _history.Hours.Select(hour => (hour.From, hour.Import, hour.Export)));
        Assert.Equal([new EnergyGap(Noon + TenSeconds, Noon.AddHours(3), 3.5m, 1)], _history.Gaps);
    }

    [Fact]
    public void A_silence_that_nothing_flowed_in_is_not_told()
    {
        Take(Noon, 100, 7, TenSeconds);
        Take(Noon.AddHours(3), 100, 7, TenSeconds);

        Assert.Empty(_history.Gaps);
    }

    [Fact]
    public void A_short_silence_is_not_worth_telling()
    {
        Take(Noon, 100, 7, TenSeconds);
        Take(Noon.AddMinutes(5), 100.4m, 7, TenSeconds);

        Assert.Equal(0.4m, _history.Quarters.Single().Import);
        Assert.Empty(_history.Gaps);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(50_000)]
    public void A_register_that_falls_or_steps_is_no_energy(int next)
    {
        Take(Noon, 100, 7, TenSeconds);
        Take(Noon + TenSeconds, next, 7, TenSeconds);
        Take(Noon + (2 * TenSeconds), next + 0.1m, 7, TenSeconds);

        Assert.Equal(0.1m, _history.Hours.Single().Import);
    }

    [Fact]
    public void A_clock_that_is_set_back_counts_nothing_twice()
    {
        Take(Noon.AddHours(2), 100, 7, TenSeconds);
        Take(Noon, 100.5m, 7, TenSeconds);
        Take(Noon + TenSeconds, 100.6m, 7, TenSeconds);

        Assert.Equal([(Noon, 0.1m)], _history.Hours.Select(hour => (hour.From, hour.Import)));
    }

    [Fact]
    public void An_older_sample_is_left()
    {
        Take(Noon + TenSeconds, 100.5m, 7, TenSeconds);
        Take(Noon, 100, 7, TenSeconds);
        Take(Noon + (2 * TenSeconds), 100.6m, 7, TenSeconds);

        Assert.Equal(0.1m, _history.Hours.Single().Import);
    }

    [Fact]
    public void A_register_that_a_telegram_lacks_keeps_its_value()
    {
        Take(Noon, 100, 7, TenSeconds);
        Take(Noon + TenSeconds, 100.1m, null, TenSeconds);
        Take(Noon + (2 * TenSeconds), 100.2m, 7.5m, TenSeconds);

        Assert.Equal(new EnergySpan(Noon, 0.2m, 0.5m), _history.Hours.Single());
    }

    [Fact]
    public void Quarters_are_kept_for_two_days_and_hours_for_forty()
    {
        TimeSpan quarter = TimeSpan.FromMinutes(15);
        for (int sample = 0; sample <= 60 * 96; sample++)
            Take(Noon + (sample * quarter), sample, 0, quarter);

        Assert.InRange(_history.Quarters.Count, 2 * 96, (2 * 96) + 1);
        Assert.InRange(_history.Hours.Count, 40 * 24, (40 * 24) + 1);
        Assert.Equal(4, _history.Hours[^2].Import);
    }

    private void Take(DateTimeOffset at, decimal? import, decimal? export, TimeSpan interval) => _history.Take(new EnergySample(at, import, export), interval);
}
