using EspSmartMeter.Sinks.History;

namespace EspSmartMeter.Tests.Sinks.History;

public class HistoryViewTests
{
    private static readonly HistoryView View = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"));

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("2026-03-10", 24)]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    public void A_day_has_as_many_hours_as_the_clock_of_the_house_lets_it_have(string day, int hours)
    {
        IReadOnlyList<EnergyBar> bars = View.SpansOf(Date(day), [], Hour);

        Assert.Equal(hours, bars.Count);
        Assert.Equal(Date(day), DateOnly.FromDateTime(bars[0].From.DateTime));
        Assert.Equal(0, bars[0].From.Hour);
        Assert.Equal(23, bars[^1].From.Hour);
        Assert.Equal(hours, bars.DistinctBy(bar => bar.From.UtcTicks).Count());
    }

    [Fact]
    public void An_hour_stands_where_the_clock_of_the_house_has_it()
    {
        IReadOnlyList<EnergyBar> bars = View.SpansOf(Date("2026-03-10"), [new EnergySpan(Utc("2026-03-09 23:00"), 1, 0), new EnergySpan(Utc("2026-03-10 12:00"), 2, 3), new EnergySpan(Utc("2026-03-10 23:00"), 9, 9)], Hour);

        Assert.Equal((1m, 0m), (bars[0].Import, bars[0].Export));
        Assert.Equal((2m, 3m), (bars[13].Import, bars[13].Export));
        Assert.Equal(22, bars.Count(bar => bar is { Import: null, Export: null }));
    }

    [Fact]
    public void A_month_has_a_bar_for_each_day_and_one_that_nothing_is_known_of_is_empty()
    {
        IReadOnlyList<EnergyBar> bars = View.DaysOf(Date("2026-03-10"), [new EnergySpan(Utc("2026-03-09 22:00"), 1, 0.5m), new EnergySpan(Utc("2026-03-09 23:00"), 2, 0), new EnergySpan(Utc("2026-03-10 01:00"), 4, 0)]);

        Assert.Equal(31, bars.Count);
        Assert.Equal((1m, 0.5m), (bars[8].Import, bars[8].Export));
        Assert.Equal((6m, 0m), (bars[9].Import, bars[9].Export));
        Assert.Equal(29, bars.Count(bar => bar.Import is null));
    }

    private static DateOnly Date(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset Utc(string at) => DateTimeOffset.Parse(at + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
