using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Sinks.History;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Sinks.History;

public sealed class HistorySinkTests : IDisposable
{
    private readonly Installation _installation = new();
    private readonly FakeTimeProvider _clock;
    private readonly StoredFiles _files = new(NullLogger<StoredFiles>.Instance);

    public HistorySinkTests() => _clock = new FakeTimeProvider(_installation.Now);

    private string Path => System.IO.Path.Combine(_installation.Folder, HistorySink.FileName);

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task What_flowed_survives_a_restart_and_what_flowed_meanwhile_is_a_gap()
    {
        (HistorySink sink, MeterHistories histories) = await Start();
        await Take(sink, 100);
        await Take(sink, 100.1m);
        await sink.StopAsync();

        _installation.Advance(3600);
        (sink, histories) = await Start();
        await Take(sink, 103);
        await Take(sink, 103.2m);

        Assert.Equal(0.3m, histories.Read("m1", history => history.Hours.Sum(hour => hour.Import)));
        Assert.Equal(2.9m, histories.Read("m1", history => history.Gaps.Single().Import));
    }

    [Fact]
    public async Task It_is_written_once_an_hour_where_there_is_something_new()
    {
        (HistorySink sink, _) = await Start();
        List<int> written = [];
        for (int minute = 1; minute <= 240; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            _installation.Advance(60);
            // Nothing comes in the third hour.
            if (minute is < 120 or > 180)
                await Take(sink, 100 + (minute * 0.01m));
            await sink.OnTickAsync(_clock.GetUtcNow());
            if (!File.Exists(Path))
                continue;
            written.Add(minute);
            File.Delete(Path);
        }

        Assert.Equal([60, 120, 240], written);
    }

    [Fact]
    public async Task A_meter_that_is_forgotten_leaves_nothing()
    {
        (HistorySink sink, _) = await Start();
        await Take(sink, 100);
        _installation.Meters.Forget("m1");
        await sink.StopAsync();

        Assert.Empty(JsonDocument.Parse(await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken)).RootElement.GetProperty("meters").EnumerateObject());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"version":2,"meters":{}}""")]
    [InlineData("""{"version":1,"meters":{"m1":null}}""")]
    [InlineData("""{"version":1,"meters":{"m1":{"quarters":[],"hours":[],"gaps":[null]}}}""")]
    public async Task A_file_that_is_not_understood_is_kept_and_told(string content)
    {
        await File.WriteAllTextAsync(Path, content, TestContext.Current.CancellationToken);

        await Start();

        Assert.Single(_files.Unread);
        Assert.Equal(content, await File.ReadAllTextAsync($"{Path}.unread", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_running_app_serves_the_bars_of_a_meter()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.Start(null, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"));
        JsonElement data = await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
        string id = data.GetProperty("meters").EnumerateObject().First().Name;

        JsonElement bars = await app.Until($"api/history?meter={id}", json => json.GetProperty("hours").EnumerateArray().Any(hour => hour.GetProperty("import").ValueKind == JsonValueKind.Number));

        Assert.InRange(bars.GetProperty("hours").GetArrayLength(), 23, 25);
        Assert.InRange(bars.GetProperty("quarters").GetArrayLength(), 92, 100);
        Assert.InRange(bars.GetProperty("days").GetArrayLength(), 28, 31);
        Assert.All((await app.Json("api/history?meter=other")).GetProperty("days").EnumerateArray(), day => Assert.Equal(JsonValueKind.Null, day.GetProperty("import").ValueKind));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await app.Http.GetAsync($"api/history?meter={id}&day=29.11.", TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<(HistorySink Sink, MeterHistories Histories)> Start()
    {
        MeterHistories histories = new();
        HistorySink sink = new(_installation.Options, _installation.Meters, histories, _files, _clock, NullLogger<HistorySink>.Instance);
        await sink.StartAsync(_ => { });
        return (sink, histories);
    }

    private async Task Take(HistorySink sink, decimal import)
    {
        _installation.Advance(10);
        _installation.Take("m1", ("1-0:1.8.0", import, Unit.KilowattHour));
        EspSmartMeter.Meters.Meter meter = _installation.Meters.Meters.Single();
        await sink.OnTelegramAsync(meter, meter.State);
    }
}
