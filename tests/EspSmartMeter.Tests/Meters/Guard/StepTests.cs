using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Guard;

namespace EspSmartMeter.Tests.Meters.Guard;

/// <summary>Steps that are no energy: what Core ends at, with the truth beside it.</summary>
public class StepTests
{
    private const string Import = "1-0:1.8.0", Export = "1-0:2.8.0", Night = "1-0:1.8.1", Day = "1-0:1.8.2";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void Zeros_and_jumps_that_pass_add_nothing()
    {
        Household house = new(watts: 0, (Import, 1000));
        foreach (decimal number in (decimal[])[1000, 1010, 0, 1010, 99999, 1010, 1020])
            house.Step((Import, number)).Pass(TimeSpan.FromMinutes(1)).Send();

        Assert.Equal(20, house.Sum());
    }

    [Fact]
    public void A_new_meter_is_taken_as_it_is_after_ten_minutes()
    {
        Household house = new Household(watts: 600, (Import, 1020)).Live(Hour);
        house.Step((Import, 5.1m)).Live(TimeSpan.FromMinutes(9));
        Assert.Equal(0.59m, house.Sum());

        house.Live(TimeSpan.FromMinutes(3));
        Assert.InRange(house.Published(), 5.1m, 5.3m);
        // Core counts all that a new meter shows.
        Assert.Equal(0.59m + house.Published(), house.Sum());
        Assert.Empty(house.Meter.State.Waiting);
    }

    public static TheoryData<decimal, decimal> Unexplained => new() { { 510, 400 }, { 2000, 50000 }, { 3.4m, 3.2m } };

    [Theory]
    [MemberData(nameof(Unexplained))]
    public void Any_other_step_is_withheld_and_told(decimal before, decimal after)
    {
        Household house = new Household(watts: 600, (Import, before)).Live(Minutes);
        decimal published = house.Published(), sum = house.Sum();
        house.Step((Import, after)).Live(TimeSpan.FromMinutes(30));

        Assert.Equal((published, sum), (house.Published(), house.Sum()));
        WaitingRegister waiting = Assert.Single(house.Meter.State.Waiting);
        Assert.Equal(published, waiting.Published);
        Assert.InRange(waiting.Own, after, after + 0.011m);
    }

    [Theory]
    [MemberData(nameof(Unexplained))]
    public void Continue_counts_what_was_used_and_nothing_of_the_step(decimal before, decimal after)
    {
        Household house = new Household(watts: 600, (Import, before)).Live(Minutes);
        house.Step((Import, after)).Live(TimeSpan.FromMinutes(30));
        Assert.True(house.Telegrams.Registry.Decide(house.Meter.Id, Decision.Continue));
        house.Live(Hour);

        Assert.InRange(house.Sum(), house.Used - 0.021m, house.Used);
        Assert.Empty(house.Meter.State.Waiting);
        Assert.True(house.Meter.State.HasOffset);
    }

    [Theory]
    [MemberData(nameof(Unexplained))]
    public void An_hour_in_which_growth_and_power_agree_does_the_same(decimal before, decimal after)
    {
        Household house = new Household(watts: 600, (Import, before)).Live(Minutes);
        house.Step((Import, after)).Live(TimeSpan.FromMinutes(55));
        Assert.Single(house.Meter.State.Waiting);
        house.Live(Hour);

        Assert.InRange(house.Sum(), house.Used - 0.021m, house.Used);
        Assert.Empty(house.Meter.State.Waiting);
    }

    [Theory]
    [MemberData(nameof(Unexplained))]
    public void A_restart_begins_that_hour_anew_and_does_not_lose_it(decimal before, decimal after)
    {
        Household house = new Household(watts: 600, (Import, before)).Live(Minutes);
        house.Step((Import, after)).Live(Minutes).Restart().Live(TimeSpan.FromMinutes(55));
        Assert.Single(house.Meter.State.Waiting);
        house.Live(TimeSpan.FromMinutes(8));

        Assert.InRange(house.Sum(), house.Used - 0.021m, house.Used);
        Assert.Empty(house.Meter.State.Waiting);
    }

    [Fact]
    public void An_hour_in_one_tariff_ends_the_doubt_of_both()
    {
        Household house = new Household(watts: 600, (Night, 800), (Day, 500)).Live(Minutes);
        house.Step((Night, 40000), (Day, 30000)).Live(TimeSpan.FromMinutes(65));

        Assert.Empty(house.Meter.State.Waiting);
        Assert.InRange(house.Sum(Night), house.Used - 0.021m, house.Used);
        Assert.Equal(500, house.Published(Day));
    }

    [Fact]
    public void As_it_is_publishes_what_the_meter_says()
    {
        Household house = new Household(watts: 600, (Import, 510)).Live(Hour);
        house.Step((Import, 400)).Live(Minutes);
        house.Telegrams.Registry.Decide(house.Meter.Id, Decision.AsItIs);
        house.Live(Minutes);

        Assert.InRange(house.Published(), 400, 400.2m);
        Assert.False(house.Meter.State.HasOffset);
    }

    [Fact]
    public void Growing_past_the_old_value_ends_no_doubt()
    {
        Household house = new Household(watts: 600, (Import, 3.4m)).Live(Minutes);
        house.Watts = 0;
        // A power that says nothing of what is counted.
        for (decimal number = 3.2m; number < 3.9m; number += 0.01m)
            house.Step((Import, number)).Live(TimeSpan.FromMinutes(1));

        Assert.InRange(house.Published(), 3.4m, 3.5m);
        Assert.Single(house.Meter.State.Waiting);
    }

    [Fact]
    public void A_doubt_and_an_offset_survive_a_restart()
    {
        Household house = new Household(watts: 600, (Import, 2000)).Live(Hour);
        house.Step((Import, 50000)).Live(Minutes).Restart().Live(Minutes);
        Assert.Single(house.Meter.State.Waiting);

        house.Telegrams.Registry.Decide(house.Meter.Id, Decision.Continue);
        house.Restart().Live(Hour);
        Assert.InRange(house.Sum(), house.Used - 0.021m, house.Used);
    }

    [Fact]
    public void A_swap_while_the_app_was_down_for_five_hours_is_a_new_meter()
    {
        Household house = new Household(watts: 600, (Import, 1020), (Export, 300)).Live(Hour);
        decimal before = house.Sum();
        house.Pass(TimeSpan.FromHours(5)).Step((Import, 2), (Export, 0)).Restart().Live(TimeSpan.FromMinutes(15));

        Assert.InRange(house.Published(), 2, 2.2m);
        Assert.Equal(0, house.Published(Export));
        // What the new meter shows, and nothing else.
        Assert.InRange(house.Sum() - before, 2, 2.2m);
        Assert.Equal(0, house.Sum(Export));
    }

    [Fact]
    public void A_summer_without_export_is_no_doubt()
    {
        Household house = new Household(watts: 500, (Import, 1000), (Export, 20)).Live(Hour);
        for (int day = 0; day < 90; day++)
            house.Pass(TimeSpan.FromDays(1)).Send();
        house.Step((Export, 20.4m)).Live(Minutes);

        Assert.Equal(0.4m, house.Sum(Export));
        Assert.InRange(house.Sum(), house.Used - 0.02m, house.Used);
    }

    [Fact]
    public void Two_kills_in_an_hour_lose_nothing()
    {
        Household house = new Household(watts: 6000, (Import, 1000)).Live(Hour);
        StoredState saved = house.Saved();
        house.Live(TimeSpan.FromMinutes(20)).Restart(saved).Live(TimeSpan.FromMinutes(20)).Restart(saved).Live(TimeSpan.FromMinutes(20));

        Assert.InRange(house.Sum(), house.Used - 0.11m, house.Used);
        Assert.Empty(house.Meter.State.Waiting);
    }

    [Fact]
    public void A_tariff_that_was_set_to_zero_goes_on_from_where_it_stood()
    {
        Household house = new Household(watts: 600, (Night, 800), (Day, 500)).Live(Hour);
        decimal used = house.Used;
        house.Counting = Day;
        house.Step((Day, 0)).Live(TimeSpan.FromHours(3));

        Assert.InRange(house.Sum(Day), house.Used - used - 0.021m, house.Used - used);
        Assert.InRange(house.Sum(Night), used - 0.011m, used);
    }

    [Fact]
    public void A_factor_that_is_set_later_goes_on_with_an_offset()
    {
        Household house = new Household(watts: 600, (Import, 16140)).Live(Hour);
        decimal before = house.Sum();
        house.Restart(factor: 0.1m).Live(Hour);

        // A tenth of what the register grew by, from then on.
        Assert.InRange(house.Sum() - before, 0.059m, 0.061m);
        Assert.True(house.Meter.State.HasOffset);
    }

    [Fact]
    public void The_old_meter_back_drops_the_offset()
    {
        Household house = new Household(watts: 600, (Import, 2000)).Live(Hour);
        house.Step((Import, 50000)).Live(Minutes);
        house.Telegrams.Registry.Decide(house.Meter.Id, Decision.Continue);
        house.Live(Minutes).Step((Import, house.Published())).Live(Minutes);

        Assert.False(house.Meter.State.HasOffset);
        Assert.InRange(house.Sum(), house.Used - 0.05m, house.Used);
    }

    [Fact]
    public void One_decision_holds_for_all_registers_of_the_meter()
    {
        Household house = new Household(watts: 600, (Import, 2000), (Export, 700)).Live(Hour);
        house.Step((Import, 50000), (Export, 650)).Live(TimeSpan.FromMinutes(70));

        Assert.Empty(house.Meter.State.Waiting);
        Assert.InRange(house.Sum(), house.Used - 0.021m, house.Used);
        Assert.Equal((700m, 0m), (house.Published(Export), house.Sum(Export)));
    }

    [Fact]
    public void A_button_drops_the_offset()
    {
        Household house = new Household(watts: 600, (Import, 2000)).Live(Hour);
        house.Step((Import, 50000)).Live(Minutes);
        house.Telegrams.Registry.Decide(house.Meter.Id, Decision.Continue);
        house.Telegrams.Registry.DropOffsets(house.Meter.Id);
        house.Live(Minutes);

        Assert.InRange(house.Published(), 50000, 50001);
    }
}
