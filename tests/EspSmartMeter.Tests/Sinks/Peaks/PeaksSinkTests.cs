using System.Net;
using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sinks.Peaks;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Sinks.Peaks;

public sealed class PeaksSinkTests : IDisposable
{
    private const long Second = 1000, Quarter = 900 * Second;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    private readonly Installation _installation = new();
    private readonly FakeTimeProvider _clock;
    private readonly StoredFiles _files = new(NullLogger<StoredFiles>.Instance);

    public PeaksSinkTests() => _clock = new FakeTimeProvider(_installation.Now);

    private string Path => System.IO.Path.Combine(_installation.Folder, PeaksSink.FileName);

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task A_restart_keeps_the_month_and_tells_what_was_missed()
    {
        (PeaksSink sink, PeakBook book) = await Start();
        await Take(sink, 4000, seconds: 900);
        await Take(sink, 1000, seconds: 910);
        Assert.Equal(4_000_000, book.Read("m1", tracker => tracker.Figures[0].OfMonth));
        await sink.StopAsync();

        // Two quarters are missed wholly, and parts of those beside them.
        _installation.Advance(2700);
        (sink, book) = await Start();
        Assert.Equal(4_000_000, book.Read("m1", tracker => tracker.Figures[0].OfMonth));
        await Take(sink, 1000, seconds: 900);

        Assert.Equal(4_000_000, book.Read("m1", tracker => tracker.Status)!.OfMonth);
        MissedSpan missed = Assert.Single(book.Read("m1", tracker => tracker.Missed)!);
        Assert.InRange(missed.To - missed.From, 3 * Quarter, 4 * Quarter);
    }

    [Fact]
    public async Task What_a_sudden_end_loses_is_told_as_missed_and_the_next_month_says_that_it_is_partial()
    {
        (PeaksSink sink, PeakBook book) = await Start();
        await Live(sink, watts: 1000, minutes: 61);
        long saved = _clock.GetUtcNow().ToUnixTimeMilliseconds() - (60 * Second);
        // A peak that no file holds when the app is killed.
        await Live(sink, watts: 9000, minutes: 40);
        Assert.Equal(9_000_000, book.Read("m1", tracker => tracker.Figures[0].OfMonth));

        (sink, book) = await Start();
        await Live(sink, watts: 1000, minutes: 40);

        Assert.Equal(2_500_000, book.Read("m1", tracker => tracker.Figures[0].OfMonth));
        MissedSpan missed = Assert.Single(book.Read("m1", tracker => tracker.Missed)!);
        // From the window on that was running when it was written, up to the one that it was started in.
        Assert.InRange(saved - missed.From, 0, Quarter);
        Assert.InRange(missed.To - saved, 40 * 60 * Second, (40 * 60 * Second) + Quarter);

        PeakMonth[] past = book.Read("m1", tracker =>
        {
            tracker.Pass(_clock.GetUtcNow().AddDays(31).ToUnixTimeMilliseconds());
            return tracker.Figures[0].Past.ToArray();
        })!;
        Assert.True(Assert.Single(past).IsPartial);
    }

    [Fact]
    public async Task A_month_that_the_app_came_into_says_from_when_on_it_is_known()
    {
        (PeaksSink sink, PeakBook book) = await Start();
        await Live(sink, watts: 1000, minutes: 40);

        Assert.InRange(book.Read("m1", tracker => tracker.Since)!.Value - Installation.Start.ToUnixTimeMilliseconds(), 0, Quarter);
        Assert.Empty(book.Read("m1", tracker => tracker.Missed)!);
    }

    [Fact]
    public async Task Under_another_scheme_it_begins_anew()
    {
        (PeaksSink sink, _) = await Start();
        await Take(sink, 4000, seconds: 910);
        await sink.StopAsync();

        (_, PeakBook book) = await Start("norway");
        Assert.Empty(book.Read("m1", tracker => tracker.Figures[0].Entries)!);
    }

    [Fact]
    public async Task It_is_written_once_an_hour()
    {
        (PeaksSink sink, _) = await Start();
        List<int> written = [];
        for (int minute = 1; minute <= 24 * 60; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            _installation.Advance(50);
            await Take(sink, 1000 + minute, seconds: 10);
            await sink.OnTickAsync(_clock.GetUtcNow());
            if (!File.Exists(Path))
                continue;
            written.Add(minute);
            File.Delete(Path);
        }

        Assert.Equal(Enumerable.Range(1, 24).Select(hour => hour * 60), written);
    }

    [Fact]
    public async Task A_meter_that_is_forgotten_leaves_nothing()
    {
        (PeaksSink sink, _) = await Start();
        await Take(sink, 1000, seconds: 10);
        _installation.Meters.Forget("m1");
        await sink.StopAsync();

        Assert.Empty(JsonDocument.Parse(await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken)).RootElement.GetProperty("meters").EnumerateObject());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"version":2,"meters":{}}""")]
    [InlineData("""{"version":1,"meters":{"m1":null}}""")]
    [InlineData("""{"version":1,"meters":{"m1":{"measured":"15","figures":[null],"missed":[]}}}""")]
    [InlineData("""{"version":1,"meters":{"m1":{"measured":"15","figures":[],"missed":[-1]}}}""")]
    public async Task A_file_that_is_not_understood_is_kept_and_told(string content)
    {
        await File.WriteAllTextAsync(Path, content, TestContext.Current.CancellationToken);

        await Start();

        Assert.Contains("the peaks of this month", $"{Assert.Single(_files.Unread)}", StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync($"{Path}.unread", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_a_Belgian_meter_the_month_is_its_own()
    {
        (PeaksSink sink, PeakBook book) = await Start();
        _installation.Run("emucs-belgium", TimeSpan.FromSeconds(20));
        EspSmartMeter.Meters.Meter meter = _installation.Meters.Meters[0];
        await sink.OnTelegramAsync(meter, meter.State);

        Assert.True(book.Read(meter.Id, tracker => tracker.TakesOwn));
        Assert.Equal(Math.Max(2500m, meter.State.Find(ObisCode.Parse("1-0:1.6.0"))!.Measurement.Number) * 1000, book.Read(meter.Id, tracker => tracker.Status!.OfMonth));
    }

    [Fact]
    public async Task The_running_app_serves_the_peaks_of_a_meter()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.StartWith(options => options with { PeakScheme = PeakSchemes.Named("flanders"), TimeZone = Zone }, Installation.SourceAt($"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        JsonElement data = await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
        string id = data.GetProperty("meters").EnumerateObject().First().Name;

        JsonElement peaks = await app.Until($"api/peaks?meter={id}", json => json.GetProperty("now").ValueKind == JsonValueKind.Object);

        Assert.Equal("flanders", peaks.GetProperty("scheme").GetString());
        Assert.Equal(TimeSpan.FromMinutes(15), peaks.GetProperty("now").GetProperty("to").GetDateTimeOffset() - peaks.GetProperty("now").GetProperty("from").GetDateTimeOffset());
        Assert.Equal(2500, peaks.GetProperty("now").GetProperty("month").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await app.Json("api/peaks?meter=other")).GetProperty("now").ValueKind);
    }

    [Fact]
    public async Task Where_no_scheme_is_chosen_there_is_nothing_of_it()
    {
        string folder = Directory.CreateTempSubdirectory("peaks-").FullName;
        try
        {
            await using (RunningApp app = await RunningApp.Start(folder))
            {
                Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("api/peaks", TestContext.Current.CancellationToken)).StatusCode);
                Assert.DoesNotContain(app.Service<IEnumerable<ISink>>(), sink => sink is PeaksSink);
            }
            Assert.False(File.Exists(System.IO.Path.Combine(folder, PeaksSink.FileName)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        ServiceCollection services = [];
        services.AddSingleton(new AppOptions { Sources = [], DataFolder = folder }).AddPeaks();
        Assert.Single(services);
    }

    private async Task<(PeaksSink Sink, PeakBook Book)> Start(string scheme = "flanders")
    {
        PeakBook book = new(PeakSchemes.Named(scheme)!, Zone);
        PeaksSink sink = new(_installation.Options, _installation.Meters, book, _files, _clock, NullLogger<PeaksSink>.Instance);
        await sink.StartAsync(_ => { });
        return (sink, book);
    }

    /// <summary>Power each ten seconds, with the sink's clock going on.</summary>
    private async Task Live(PeaksSink sink, decimal watts, int minutes)
    {
        for (int minute = 0; minute < minutes; minute++)
        {
            await Take(sink, watts, seconds: 60);
            _clock.Advance(TimeSpan.FromMinutes(1));
            await sink.OnTickAsync(_installation.Now);
        }
    }

    /// <summary>Power each ten seconds.</summary>
    private async Task Take(PeaksSink sink, decimal watts, int seconds)
    {
        for (int past = 0; past < seconds; past += 10)
        {
            _installation.Advance(10);
            _installation.Take("m1", ("1-0:1.7.0", watts, Unit.Watt));
            EspSmartMeter.Meters.Meter meter = _installation.Meters.Meters.Single();
            await sink.OnTelegramAsync(meter, meter.State);
        }
    }
}
