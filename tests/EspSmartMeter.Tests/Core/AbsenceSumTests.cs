using EspSmartMeter.Tests.Restarts;
using EspSmartMeter.Tests.Sources;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>The app away for hours, a register that stands for a season, the app killed: what a real Home Assistant's statistics end at. On request: <c>./test home-assistant</c>.</summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class AbsenceSumTests
{
    private const string Import = "1-0:1.8.0", Export = "1-0:2.8.0";

    /// <summary>A telegram each two seconds, and some time for it to be shown.</summary>
    private static readonly TimeSpan Telegrams = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_swap_during_hours_away_and_a_summer_without_export_end_at_what_was_used()
    {
        LeapingClock clock = new();
        string awayName = OwnToThisRun.Name("Away"), summerName = OwnToThisRun.Name("Summer");
        await using ScriptedMeter away = new(OwnToThisRun.Serial(20), (Import, 1020), (Export, 300)), summer = new(OwnToThisRun.Serial(21), (Import, 1000), (Export, 20));
        await using AppBesideCore app = await AppBesideCore.Start(clock, (awayName, away.Url), (summerName, summer.Url));
        string[] totals = [await Entity(awayName, "energy_import"), await Entity(awayName, "energy_export"), await Entity(summerName, "energy_import"), await Entity(summerName, "energy_export")];
        DateTimeOffset begun = DateTimeOffset.UtcNow;

        // Home Assistant and its broker start anew as well, while the app is away for five hours.
        await app.Stop();
        await app.Core.RestartBoth();
        (away[Import], away[Export]) = (2, 0);
        clock.Pass(TimeSpan.FromHours(5));
        await app.Restart();
        await Task.Delay(3 * Telegrams, TestContext.Current.CancellationToken);
        clock.Pass(TimeSpan.FromMinutes(11));
        await Shown(totals[0], 2);

        for (int week = 1; week <= 13; week++)
        {
            clock.Pass(TimeSpan.FromDays(7));
            summer[Import] += 50;
            await Task.Delay(Telegrams, TestContext.Current.CancellationToken);
            if (week == 7)
                await app.Core.RestartBoth();
        }
        summer[Export] = 20.4m;
        await Shown(totals[2], 1650);
        await Shown(totals[3], 20.4m);

        // A new meter's own figure counts: it was used since it was made.
        Assert.Equal([2m, 0, 650, 0.4m], await Sums(app.Core, begun, totals));

        Task<string> Entity(string name, string key) => app.Entity($"{name} electricity", key);

        Task Shown(string entity, decimal number) => Until($"{entity} is {number}", 60, async () => decimal.TryParse(await app.Core.StateOf(entity), out decimal shown) && shown == number);
    }

    [Fact]
    public async Task Kills_lose_nothing()
    {
        SkipUnlessGiven();
        string name = OwnToThisRun.Name("Killed");
        await using HomeAssistantCore core = await Open();
        await using ScriptedMeter meter = new(OwnToThisRun.Serial(22), (Import, 1000));
        await using AnnouncedDevices announced = await AnnouncedDevices.Beside(core);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("killed-core-");
        try
        {
            using (AppProcess first = Start())
            {
                string total = await announced.Entity($"{name} electricity", "energy_import");
                DateTimeOffset begun = DateTimeOffset.UtcNow;
                meter.Watts = 60_000;
                await Task.Delay(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
                first.Kill();
                await Task.Delay(Telegrams, TestContext.Current.CancellationToken);
                using (AppProcess second = Start())
                {
                    await core.RestartBoth();
                    await Task.Delay(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
                    second.Kill();
                }
                await core.RestartBoth();
                using AppProcess third = Start();
                await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
                meter.Watts = 0;
                decimal end = 0;
                await Until("all is shown", 150, async () =>
                {
                    end = Math.Round(meter[Import], 3);
                    return decimal.TryParse(await core.StateOf(total), out decimal shown) && shown == end;
                });
                Assert.InRange(end, 1001, 1010);
                Assert.Equal([end - 1000], await Sums(core, begun, total));
                third.Kill();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        AppProcess Start() => AppProcess.Start(folder.FullName, BrokerPort, [$"{name}={meter.Url}"]);
    }

    /// <summary>Where the statistics of entities end that show what they end with.</summary>
    private static async Task<decimal[]> Sums(HomeAssistantCore core, DateTimeOffset begun, params string[] entities)
    {
        DateTimeOffset end = DateTimeOffset.UtcNow;
        List<decimal> sums = [];
        foreach (string entity in entities)
        {
            (decimal Sum, DateTimeOffset End)? sum = null;
            await Until($"the statistics of {entity}", 400, async () => (sum = await core.SumOf(entity, begun.AddMinutes(-10)))?.End >= end);
            sums.Add(Math.Round(sum!.Value.Sum, 3));
            TestContext.Current.TestOutputHelper?.WriteLine($"{entity}: {sums[^1]} kWh");
        }
        return [.. sums];
    }
}
