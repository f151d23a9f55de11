using System.Globalization;
using System.Text.Json;
using EspSmartMeter.Tests.Mqtt;
using EspSmartMeter.Tests.Restarts;
using EspSmartMeter.Tests.Sinks.Web;
using Microsoft.Playwright;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Soak;

/// <summary>
/// The app as a process of its own for a long while, with a real broker, meters that send each second, and pages that are open:
/// <c>./test soak --minutes N --meters N --pages N</c>. On request alone. Nothing may go on rising, and no telegram be lost.
/// </summary>
public sealed class SoakTests : IAsyncLifetime
{
    // Their telegrams are a second apart.
    private static readonly string[] Families = ["dsmr5-gas", "emucs-belgium", "dsmr5-water"];

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("soak-").FullName;
    private readonly QuietBrowser _browser = new();
    private readonly List<StampedMeter> _meters = [];
    private MosquittoBroker _broker = null!;

    private static double Minutes => Setting("SOAK_MINUTES", 3);

    private static int Meters => (int)Setting("SOAK_METERS", 3);

    private static int Pages => (int)Setting("SOAK_PAGES", 20);

    public async ValueTask InitializeAsync()
    {
        await _browser.InitializeAsync();
        _broker = MosquittoBroker.Run();
        for (int i = 0; i < Meters; i++)
            _meters.Add(new StampedMeter(SimulatedMeters.Find(Families[i % Families.Length])!, seed: i + 1, TimeSpan.FromMilliseconds(997 * i % 1000)));
        await File.WriteAllTextAsync(Path.Combine(_folder, "options.json"), """{"publish": {"live": 0}}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        foreach (StampedMeter meter in _meters)
            await meter.DisposeAsync();
        _broker?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Memory_handles_and_latency_stay_level_with_pages_open_and_no_telegram_is_lost()
    {
        int port = RunningApp.FreePort();
        using AppProcess app = AppProcess.Start(_folder, _broker.Port, _meters.Select((meter, i) => $"meter {i}={meter.Url}"), port, Environment.GetEnvironmentVariable("SOAK_PROGRAM"));
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        Dictionary<string, StampedMeter> byTopic = await MetersByTopicAsync(http);
        await using Latencies latencies = await Latencies.OnAsync(_broker, byTopic.GetValueOrDefault);

        // Alone at first: what the pages cost is seen against it.
        await Pause(TimeSpan.FromSeconds(30));
        latencies.Take();
        await Pause(TimeSpan.FromMinutes(Minutes / 6));
        (Percentiles alone, Percentiles pingsAlone) = latencies.Take();

        IReadOnlyList<IPage> pages = await OpenAsync(http.BaseAddress.ToString());
        await Pause(TimeSpan.FromSeconds(30));
        latencies.Take();
        Level memory = new("MB resident", 1.5), handles = new("handles", 2), threads = new("threads", 2), heap = new("MB of a page's heap", 0.5);
        double cpu = ProcessFigures.ProcessorSeconds(app.Id);
        long start = TimeProvider.System.GetTimestamp(), end = start + (long)(Minutes * 60 * TimeProvider.System.TimestampFrequency);
        for (int look = 0; TimeProvider.System.GetTimestamp() < end; look++)
        {
            await Pause(Look);
            Assert.False(app.HasEnded);
            memory.Add(ProcessFigures.ResidentMebibytes(app.Id));
            handles.Add(ProcessFigures.Handles(app.Id));
            threads.Add(ProcessFigures.Threads(app.Id));
            if (look % 4 == 0 && pages.Count > 0)
                heap.Add(await HeapMebibytes(pages[0]));
        }
        double share = 100 * (ProcessFigures.ProcessorSeconds(app.Id) - cpu) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        (Percentiles open, Percentiles pingsOpen) = latencies.Take();

        Level[] levels = pages.Count > 0 ? [memory, handles, threads, heap] : [memory, handles, threads];
        Say($"{_meters.Count} meters, {pages.Count} pages, {Minutes} minutes: {share:0.0} % of a core");
        foreach (Level level in levels)
            Say($"{level}");
        Say($"to MQTT without a page: {alone}; with {pages.Count}: {open}");
        Say($"anybody's message: {pingsAlone}; {pingsOpen}");

        Assert.Empty(from level in levels where level.Rises select $"{level}");
        // The browser draws on the same cores: what that costs anybody's message, it may cost a telegram three times, for it passes three processes.
        Assert.InRange(open.Median, 0, alone.Median * 1.2 + 0.5 + 3 * Math.Max(0, pingsOpen.Median - pingsAlone.Median));
        Assert.InRange(open.Most, 0, alone.Most * 1.2 + 5 + 3 * Math.Max(0, pingsOpen.Most - pingsAlone.Most));
        await AssertNothingLost(http);
        _browser.AssertQuiet();
    }

    /// <summary>Two tabs a person.</summary>
    private async Task<IReadOnlyList<IPage>> OpenAsync(string address)
    {
        List<IPage> pages = [];
        while (pages.Count < Pages)
            pages.AddRange(await _browser.OpenMany(address, Math.Min(2, Pages - pages.Count)));
        foreach (IPage page in pages)
            await Assertions.Expect(page.Locator(".power b")).ToHaveCountAsync(_meters.Count);
        return pages;
    }

    private async Task<Dictionary<string, StampedMeter>> MetersByTopicAsync(HttpClient http)
    {
        for (int tries = 0; tries < 120; tries++)
        {
            await Pause(TimeSpan.FromSeconds(0.5));
            if (await OverviewAsync(http) is JsonElement overview && overview.GetProperty("meters").GetArrayLength() == _meters.Count)
                return overview.GetProperty("meters").EnumerateArray().ToDictionary(
                    meter => $"esp-smart-meter/{meter.GetProperty("id").GetString()}/live",
                    meter => _meters[int.Parse(meter.GetProperty("source").GetString()!["meter ".Length..], CultureInfo.InvariantCulture)]);
        }
        Assert.Fail("not every meter was found within a minute");
        return [];
    }

    private async Task AssertNothingLost(HttpClient http)
    {
        await Pause(TimeSpan.FromSeconds(2));
        JsonElement overview = (await OverviewAsync(http))!.Value;
        long sent = _meters.Sum(meter => meter.Sent), read = overview.GetProperty("sources").EnumerateArray().Sum(source => source.GetProperty("telegrams").GetInt64());
        // What is on its way while both are asked.
        Assert.InRange(read, sent - 3 * _meters.Count, sent + 3 * _meters.Count);
    }

    private static async Task<JsonElement?> OverviewAsync(HttpClient http)
    {
        try
        {
            using Stream answer = await http.GetStreamAsync("api/overview", TestContext.Current.CancellationToken);
            using JsonDocument document = await JsonDocument.ParseAsync(answer, cancellationToken: TestContext.Current.CancellationToken);
            return document.RootElement.Clone();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>What is in use once the rubbish is gone.</summary>
    private static async Task<double> HeapMebibytes(IPage page)
    {
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        JsonElement? usage = await session.SendAsync("Runtime.getHeapUsage");
        await session.DetachAsync();
        return usage!.Value.GetProperty("usedSize").GetDouble() / (1024 * 1024);
    }

    private static double Setting(string name, double otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? double.Parse(set, CultureInfo.InvariantCulture) : otherwise;

    private static Task Pause(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper!.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
