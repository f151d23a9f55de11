using System.Globalization;
using EspSmartMeter.Tests.Mqtt;
using EspSmartMeter.Tests.Restarts;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Soak;

/// <summary>
/// The broker away for minutes while twelve meters send each second: nothing gathers, and when it is back each meter's newest state is there at once, not what was.
/// On request, with <see cref="SoakTests"/>: <c>./test soak --minutes N</c>.
/// </summary>
public sealed class BrokerAwayTests : IAsyncLifetime
{
    private const int Meters = 12;

    // MB, from the first third to the last; the runtime's own steps are about as large. That nothing waits but the newest is counted when the broker is back.
    private const double Slack = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("away-").FullName;
    private readonly List<StampedMeter> _meters = [];
    private MosquittoBroker _broker = null!;

    private static TimeSpan Away => TimeSpan.FromMinutes(double.Parse(Environment.GetEnvironmentVariable("SOAK_MINUTES") is { Length: > 0 } set ? set : "3", CultureInfo.InvariantCulture));

    public async ValueTask InitializeAsync()
    {
        _broker = MosquittoBroker.Run();
        for (int i = 0; i < Meters; i++)
            _meters.Add(new StampedMeter(SimulatedMeters.Find("dsmr5-gas")!, seed: i + 1, TimeSpan.FromMilliseconds(83 * i)));
        await File.WriteAllTextAsync(Path.Combine(_folder, "options.json"), """{"publish": {"live": 0}}""");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (StampedMeter meter in _meters)
            await meter.DisposeAsync();
        _broker?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Nothing_gathers_and_the_newest_of_each_meter_comes_first()
    {
        using AppProcess app = AppProcess.Start(_folder, _broker.Port, _meters.Select((meter, i) => $"meter {i}={meter.Url}"), 0, Environment.GetEnvironmentVariable("SOAK_PROGRAM"));
        using (Subscriber before = new(_broker, "esp-smart-meter/+/live"))
            await before.Until(lines => Topics(lines) == Meters, seconds: 60);
        // Garbage lies about for minutes until the runtime collects it, so the same time with the broker is what it is compared with.
        Level there = await Memory(app);

        _broker.Kill();
        Level memory = await Memory(app);

        _broker.Start();
        long back = TimeProvider.System.GetTimestamp();
        using Subscriber after = new(_broker, "esp-smart-meter/+/live");
        await after.Until(lines => lines.Count > 0, seconds: 120);
        TimeSpan first = TimeProvider.System.GetElapsedTime(back);
        await after.Until(lines => Topics(lines) == Meters, seconds: 30);
        TimeSpan all = TimeProvider.System.GetElapsedTime(back);
        await Pause(TimeSpan.FromSeconds(3));
        TimeSpan heard = TimeProvider.System.GetElapsedTime(back) - first;
        int most = after.Lines.CountBy(Topic).Max(topic => topic.Value);

        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Meters} meters, with the broker {Away.TotalMinutes:0.#} minutes: {there}; broker away as long: {memory}; the first state {first.TotalSeconds:0.0} s after its return, all {(all - first).TotalMilliseconds:0} ms later; {most} states of a meter in {heard.TotalSeconds:0.0} s"));
        Assert.True(memory.Rise < there.Rise + Slack, $"{there}; away: {memory}");
        // One a second, and the one that waited.
        Assert.InRange(most, 1, (int)heard.TotalSeconds + 3);
        // Connecting is tried again within a minute; then what waits is one message a topic.
        Assert.InRange(all - first, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static async Task<Level> Memory(AppProcess app)
    {
        Level memory = new("MB resident", Slack);
        for (long start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < Away;)
        {
            await Pause(TimeSpan.FromSeconds(2));
            Assert.False(app.HasEnded);
            memory.Add(ProcessFigures.ResidentMebibytes(app.Id));
        }
        return memory;
    }

    private static int Topics(IReadOnlyList<string> lines) => lines.Select(Topic).Distinct().Count();

    private static string Topic(string line) => line.Split(' ')[1];

    private static Task Pause(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);
}
