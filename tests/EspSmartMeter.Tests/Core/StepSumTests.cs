using System.Text.Json.Nodes;
using EspSmartMeter.Options;
using EspSmartMeter.Tests.Sources;
using SmartMeter.Decoding.Obis;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>Registers that make steps which are no energy: what a real Home Assistant's statistics and its cost sensor end at. On request: <c>./test home-assistant</c>.</summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class StepSumTests
{
    private const string Import = "1-0:1.8.0", Night = "1-0:1.8.1", Day = "1-0:1.8.2";

    private static readonly TimeSpan Telegrams = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task Steps_end_at_what_was_used()
    {
        Dictionary<string, ScriptedMeter> meters = new()
        {
            ["Jumps"] = new(OwnToThisRun.Serial(1), (Import, 1000)),
            ["Factor"] = new(OwnToThisRun.Serial(2), (Import, 16140)),
            ["Swap"] = new(OwnToThisRun.Serial(3), (Import, 1020)),
            ["Fall"] = new(OwnToThisRun.Serial(4), (Import, 510)),
            ["Rise"] = new(OwnToThisRun.Serial(5), (Import, 2000)),
            ["Small"] = new(OwnToThisRun.Serial(6), (Import, 3.4m)),
            ["Tariffs"] = new(OwnToThisRun.Serial(7), (Night, 800), (Day, 500)),
        };
        // What is used, the step itself left out; a new meter's own figure counts, as it was used since it was made.
        Dictionary<string, decimal> truth = new() { ["Jumps"] = 20, ["Factor"] = 1, ["Swap"] = 5.1m, ["Fall"] = 0.5m, ["Rise"] = 0.5m, ["Small"] = 0.5m, ["Tariffs"] = 0.5m };
        try
        {
            await using AppBesideCore app = await AppBesideCore.Start([.. meters.Select(meter => (OwnToThisRun.Name(meter.Key), meter.Value.Url))]);
            Dictionary<string, string> totals = [];
            ScaleOptions[] factor = [];
            foreach (string name in meters.Keys)
                totals[name] = await app.Entity($"{OwnToThisRun.Name(name)} electricity", name == "Tariffs" ? "energy_import_total" : "energy_import");
            await app.Core.SaveEnergy([.. totals.Values.Select(total => Grid(total, null, null))]);
            DateTimeOffset begun = DateTimeOffset.UtcNow;
            foreach (string total in totals.Values)
                await Until($"the cost of {total}", 60, async () => decimal.TryParse(await app.Core.StateOf($"{total}_cost"), out _));

            foreach (decimal number in (decimal[])[1010, 0, 1010, 99999, 1010, 1020])
            {
                await Set("Jumps", Import, number);
                // Each, where what it shows is no energy.
                if (number is 0 or 99999)
                    await RestartAll();
                Assert.Equal(number is 1020 ? "1020.0" : "1010.0", await Number("Jumps"));
            }
            await Set("Fall", Import, 400);
            await Set("Rise", Import, 50000);
            await Set("Small", Import, 3.2m);
            await Set("Tariffs", Day, 0);
            await Set("Swap", Import, 5.1m);
            string[] waiting = ["Fall", "Rise", "Small", "Tariffs"];
            await Until("all steps wait", 30, () => Task.FromResult(waiting.All(name => app.App.Meters.Meters.Single(meter => meter.Source.Name == OwnToThisRun.Name(name)).State.Waiting.Count > 0)));
            Assert.Equal(("510.0", "2000.0", "3.4", "1300.0"), (await Number("Fall"), await Number("Rise"), await Number("Small"), await Number("Tariffs")));

            // In the middle all start anew, the app with a factor.
            factor = [new ScaleOptions(app.MeterOf(OwnToThisRun.Name("Factor")), ObisCode.Parse(Import), 0.1m)];
            await RestartAll();
            await Set("Factor", Import, 16150);
            Assert.Equal(("510.0", "2000.0", "3.4", "1300.0"), (await Number("Fall"), await Number("Rise"), await Number("Small"), await Number("Tariffs")));
            foreach (string name in waiting)
                await app.Core.Press(await app.Entity($"{OwnToThisRun.Name(name)} electricity", "continue"));
            await Until("none waits", 30, () => Task.FromResult(app.App.Meters.Meters.All(meter => meter.State.Waiting.Count == 0)));
            await Set("Fall", Import, 400.2m);
            await Set("Rise", Import, 50000.2m);
            await Set("Small", Import, 3.4m);
            await Set("Tariffs", Day, 0.2m);

            // And once more, and then with an empty data folder: only the broker remembers.
            await RestartAll();
            await app.Restart(lost: true, scale: factor);
            await Set("Fall", Import, 400.5m);
            await Set("Rise", Import, 50000.5m);
            await Set("Small", Import, 3.7m);
            await Set("Tariffs", Day, 0.5m);
            await Until("the new meter is known for one", 900, async () => await Number("Swap") == "5.1");

            DateTimeOffset end = DateTimeOffset.UtcNow;
            Dictionary<string, (decimal Sum, decimal Cost)> found = [];
            foreach ((string name, string total) in totals)
            {
                // The cost sensor itself begins at 0 with each start of Home Assistant.
                found[name] = (await Sum(total), await Sum($"{total}_cost"));

                async Task<decimal> Sum(string statistic)
                {
                    (decimal Sum, DateTimeOffset End)? sum = null;
                    await Until($"the statistics of {statistic}", 400, async () => (sum = await app.Core.SumOf(statistic, begun.AddMinutes(-10)))?.End >= end);
                    return Math.Round(sum!.Value.Sum, 3);
                }
            }
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', found.Select(sum => $"{sum.Key}: {sum.Value.Sum} kWh, cost {sum.Value.Cost}, truth {truth[sum.Key]}")));
            Assert.Equal(truth.Select(known => (known.Key, known.Value, known.Value)), found.Select(sum => (sum.Key, sum.Value.Sum, sum.Value.Cost)));

            async Task RestartAll()
            {
                await app.Restart(scale: factor);
                await app.Core.RestartBoth();
                foreach (string total in totals.Values)
                    await Until($"{total} is there again", 120, async () => decimal.TryParse(await app.Core.StateOf(total), out _));
            }

            async Task<string?> Number(string name) => await app.Core.StateOf(totals[name]) is string state ? decimal.Parse(state).ToString("0.0##") : null;
        }
        finally
        {
            foreach (ScriptedMeter meter in meters.Values)
                await meter.DisposeAsync();
        }

        async Task Set(string name, string code, decimal number)
        {
            meters[name][code] = number;
            await Task.Delay(Telegrams, TestContext.Current.CancellationToken);
        }
    }

    [Fact(Explicit = true)]
    public async Task An_hour_in_which_growth_and_power_agree_ends_the_doubt()
    {
        (string Name, decimal Before, decimal After)[] steps = [("Alone fall", 510, 400), ("Alone rise", 2000, 50000), ("Alone small", 3.4m, 3.2m)];
        ScriptedMeter[] meters = [.. steps.Select((step, at) => new ScriptedMeter(OwnToThisRun.Serial(10 + at), (Import, step.Before)) { Watts = 6000 })];
        try
        {
            await using AppBesideCore app = await AppBesideCore.Start([.. steps.Select((step, at) => (OwnToThisRun.Name(step.Name), meters[at].Url))]);
            List<string> totals = [];
            foreach ((string name, _, _) in steps)
                totals.Add(await app.Entity($"{OwnToThisRun.Name(name)} electricity", "energy_import"));
            decimal[] shown = [.. await Task.WhenAll(Enumerable.Range(0, steps.Length).Select(async at => decimal.Parse((await One(at))!)))];
            DateTimeOffset begun = DateTimeOffset.UtcNow;
            await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            for (int at = 0; at < steps.Length; at++)
                meters[at][Import] += steps[at].After - steps[at].Before;
            await Until("all wait", 30, () => Task.FromResult(app.App.Meters.Meters.All(meter => meter.State.Waiting.Count > 0)));
            // Early in the hour all start anew: what was found until then is remembered.
            await Task.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await app.Restart();
            await app.Core.RestartBoth();
            Assert.All(app.App.Meters.Meters, meter => Assert.NotEmpty(meter.State.Waiting));
            await Until("none waits", 4000, () => Task.FromResult(app.App.Meters.Meters.All(meter => meter.State.Waiting.Count == 0)));

            DateTimeOffset end = DateTimeOffset.UtcNow;
            for (int at = 0; at < steps.Length; at++)
            {
                (decimal Sum, DateTimeOffset End)? sum = null;
                await Until($"the statistics of {steps[at].Name}", 400, async () => (sum = await app.Core.SumOf(totals[at], begun.AddMinutes(-10)))?.End >= end);
                decimal state = decimal.Parse((await One(at))!), used = state - shown[at];
                TestContext.Current.TestOutputHelper?.WriteLine($"{steps[at].Name}: sum {sum!.Value.Sum} kWh, shown {shown[at]} to {state}; 6 kW for {(end - begun).TotalHours:0.000} h");
                Assert.InRange(used, 6 * (decimal)(end - begun).TotalHours - 0.1m, (6 * (decimal)(end - begun).TotalHours) + 1);
                Assert.InRange(sum!.Value.Sum, 6 * (decimal)(end - begun).TotalHours - 0.6m, (6 * (decimal)(end - begun).TotalHours) + 1);
            }

            Task<string?> One(int at) => app.Core.StateOf(totals[at]);
        }
        finally
        {
            foreach (ScriptedMeter meter in meters)
                await meter.DisposeAsync();
        }
    }
}
