using System.Text.Json.Nodes;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>
/// One home behind meters that tell their registers by the hour, carried forward and not: in which hour a real Home Assistant books what was used, and at which price.
/// On request: <c>./test home-assistant --hour</c>; it takes from twenty minutes before a full hour to twenty after the next.
/// </summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class LiveHourTests(ITestOutputHelper output)
{
    private static readonly HomeBehind Behind = new(HomeKind.HeatPump, 16);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Quarter = TimeSpan.FromMinutes(15), Third = TimeSpan.FromMinutes(20), Row = TimeSpan.FromMinutes(5);

    [Fact(Explicit = true)]
    public async Task Energy_is_booked_in_the_hour_and_at_the_price_of_its_use()
    {
        SkipUnlessGiven();
        Lane[] lanes =
        [
            .. from kind in (string[])["aidon-3phase", "kamstrup"] from live in (bool[])[true, false] from price in (TimeSpan[])[Hour, Quarter]
               select new Lane(kind, live, price),
        ];
        await using HomeAssistantCore prices = await Open();
        // Begun at most five minutes late.
        DateTimeOffset hour = Ceiling(DateTimeOffset.UtcNow + Third - Row, Hour), end = hour + Hour;
        await Task.Delay(Positive(hour - Third - DateTimeOffset.UtcNow), TestContext.Current.CancellationToken);
        DateTimeOffset begun = DateTimeOffset.UtcNow;
        List<SimulatedMeterServer> meters = [];
        try
        {
            foreach (Lane lane in lanes)
                meters.Add(RunningApp.Simulate(lane.Kind, Behind, OwnToThisRun.SeedOf(test: 16, meters.Count)));
            SourceOptions[] sources = [.. lanes.Zip(meters, (lane, meter) => lane.At(meter.EndPoint.Port))];
            await using AppBesideCore app = await AppBesideCore.Start(TimeProvider.System, options => options with { Publish = new PublishOptions() }, sources);
            string[] totals = [];
            foreach (Lane lane in lanes)
                totals = [.. totals, await app.Entity($"{lane.Source} electricity", "energy_import")];
            string hourly = await Announce("hourly"), quarterly = await Announce("quarterly");
            await app.Core.SaveEnergy([.. lanes.Zip(totals, (lane, total) => Priced(total, lane.Price == Hour ? hourly : quarterly))]);

            for (DateTimeOffset turn = Ceiling(DateTimeOffset.UtcNow, Quarter); turn <= end + Quarter; turn += Quarter)
            {
                await Task.Delay(Positive(turn - DateTimeOffset.UtcNow), TestContext.Current.CancellationToken);
                Publish(Topic("hourly"), Text(PriceOf(turn, Hour)), retain: true);
                Publish(Topic("quarterly"), Text(PriceOf(turn, Quarter)), retain: true);
            }
            await Task.Delay(Positive(end + Third - DateTimeOffset.UtcNow), TestContext.Current.CancellationToken);

            List<string> wrong = [];
            foreach ((Lane lane, string total) in lanes.Zip(totals))
            {
                IReadOnlyDictionary<DateTimeOffset, decimal> energy = await app.Core.SumsOf(total, begun - Row), cost = await app.Core.SumsOf($"{total}_cost", begun - Row);
                decimal truth = Used(hour, end), shown = energy[end] - energy[hour], paid = cost[end] - cost[hour];
                decimal due = Enumerable.Range(0, (int)(Hour / Quarter)).Sum(at => Used(hour + (at * Quarter), hour + ((at + 1) * Quarter)) * PriceOf(hour + (at * Quarter), lane.Price));
                output.WriteLine($"{lane.Source}: {shown:0.000} kWh of {truth:0.000} ({(shown / truth) - 1:+0.00 %;-0.00 %}), paid {paid:0.0000} of {due:0.0000} ({(paid / due) - 1:+0.00 %;-0.00 %})");
                bool right = Near(shown, truth) && Near(paid, due);
                // What is not carried forward books in this hour what was used before it began: of a meter that was switched on twenty minutes before, a third.
                bool late = Math.Abs(shown - Used(begun, hour)) < truth / 20;
                if (lane.Live ? !right : !late)
                    wrong.Add(lane.Source);
            }
            Assert.Empty(wrong);

            await SwitchingBooksNothing(app, totals);
        }
        finally
        {
            foreach (SimulatedMeterServer meter in meters)
                await meter.DisposeAsync();
            Publish(Config("hourly"), "", retain: true);
            Publish(Config("quarterly"), "", retain: true);
        }

        async Task<string> Announce(string name)
        {
            string id = OwnToThisRun.Id($"price_{name}");
            Publish(Topic(name), Text(PriceOf(DateTimeOffset.UtcNow, name == "hourly" ? Hour : Quarter)), retain: true);
            JsonObject config = new()
            {
                ["name"] = OwnToThisRun.Name($"Price {name}"),
                ["unique_id"] = id,
                ["state_topic"] = Topic(name),
                ["unit_of_measurement"] = "EUR/kWh",
            };
            Publish(Config(name), config.ToJsonString(), retain: true);
            string? found = null;
            await Until($"the {name} price", 60, async () =>
                (found = (await prices.Entities()).TryGetValue(id, out JsonNode? entity) ? (string)entity["entity_id"]! : null) is not null && decimal.TryParse(await prices.StateOf(found), out _));
            return found!;
        }
    }

    /// <summary>Each source the other way, and back: what is shown never falls, and rises by no more than what was used since the first switch; what stood meanwhile follows.</summary>
    private async Task SwitchingBooksNothing(AppBesideCore app, string[] totals)
    {
        decimal[] before = await Shown();
        DateTimeOffset at = DateTimeOffset.UtcNow;
        for (int times = 0; times < 2; times++)
        {
            await app.Restart(source => source with { LiveRegisters = !source.LiveRegisters });
            await Task.Delay(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
            decimal[] after = await Shown();
            // A minute at either side: what was measured but not yet published.
            decimal used = Used(at - TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1));
            output.WriteLine($"switched: {string.Join(", ", before.Zip(after, (was, now) => $"{was} to {now}"))}; used meanwhile at most {used:0.000}");
            Assert.All(before.Zip(after), change => Assert.InRange(change.Second - change.First, 0, used));
        }

        async Task<decimal[]> Shown()
        {
            List<decimal> shown = [];
            foreach (string total in totals)
            {
                decimal number = 0;
                await Until($"{total} shows a number", 120, async () => decimal.TryParse(await app.Core.StateOf(total), out number));
                shown.Add(number);
            }
            return [.. shown];
        }
    }

    /// <summary>kWh that the home drew from one instant to another, second by second as its meters count it.</summary>
    private static decimal Used(DateTimeOffset from, DateTimeOffset to)
    {
        HomePower home = new(Behind.Kind, Behind.Seed, solar: true);
        long wattSeconds = 0;
        for (long second = from.ToUnixTimeSeconds(); second < to.ToUnixTimeSeconds(); second++)
        {
            DateTimeOffset local = EuropeanClock.CentralStandard.At(DateTimeOffset.FromUnixTimeSeconds(second));
            wattSeconds += Math.Max(0, home.At(second, second + (long)local.Offset.TotalSeconds, local.DayOfYear).Watts.Sum);
        }
        return wattSeconds / 3_600_000m;
    }

    /// <summary>Prices that differ by multiples from one period to the next, so that a wrong one shows.</summary>
    private static decimal PriceOf(DateTimeOffset at, TimeSpan period) => ((decimal[])[0.10m, 0.50m, 0.20m, 0.80m, 0.05m])[at.UtcTicks / period.Ticks % 5];

    private static bool Near(decimal shown, decimal truth) => Math.Abs(shown - truth) <= truth / 100;

    private static DateTimeOffset Ceiling(DateTimeOffset at, TimeSpan period) => new((at.UtcTicks + period.Ticks - 1) / period.Ticks * period.Ticks, TimeSpan.Zero);

    private static TimeSpan Positive(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static string Text(decimal price) => price.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Topic(string name) => $"test/{OwnToThisRun.Id(name)}";

    private static string Config(string name) => $"homeassistant/sensor/{OwnToThisRun.Id(name)}/config";

    private static JsonObject Priced(string total, string price)
    {
        JsonObject grid = Grid(total, null, null);
        (grid["number_energy_price"], grid["entity_energy_price"]) = (null, price);
        return grid;
    }

    /// <summary>One of the ways to look at the home.</summary>
    private sealed record Lane(string Kind, bool Live, TimeSpan Price)
    {
        public string Source => OwnToThisRun.Name($"{Kind.Split('-')[0]} {(Live ? "live" : "late")} {(Price == Hour ? "by the hour" : "by the quarter")}");

        public SourceOptions At(int port) => new(Source, LineSchemes.BuiltIn.Parse($"tcp://127.0.0.1:{port}"), KeyRing.Empty) { LiveRegisters = Live };
    }
}
