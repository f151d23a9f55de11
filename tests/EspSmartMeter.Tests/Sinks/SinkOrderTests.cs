using System.Net;
using System.Text.Json;
using EspSmartMeter.Commands;
using EspSmartMeter.Sinks.Metrics;
using EspSmartMeter.Tests.Mqtt;
using Microsoft.Extensions.DependencyInjection;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Sinks;

/// <summary>The order that sinks are registered in means nothing.</summary>
public sealed class SinkOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_any_order_all_sinks_bring_the_same(int seed)
    {
        Func<IServiceCollection, IServiceCollection>[] sinks = [.. RunCommand.Sinks];
        new Random(seed).Shuffle(sinks);
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber everybody = new(broker, "#");
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        string folder = Directory.CreateTempSubdirectory("order-").FullName;
        string noise = Path.Combine(folder, "noise.bin");
        await File.WriteAllTextAsync(noise, "this is no meter" + new string('x', 300), TestContext.Current.CancellationToken);
        await using (RunningApp app = await RunningApp.StartWith(folder, broker.Port, sinks, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}"), ("noise", $"file://{noise}")))
        {
            await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
            await app.Until("api/overview", json => json.GetProperty("rejections").GetArrayLength() > 0 && json.GetProperty("meters")[0].GetProperty("trace").GetArrayLength() > 0);
            Assert.Contains("esp_smart_meter_power_watts{", await app.Http.GetStringAsync("metrics", TestContext.Current.CancellationToken));
            Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("log.txt", TestContext.Current.CancellationToken)).StatusCode);
            await everybody.Until(lines => lines.Any(line => line.Contains("/live {")) && lines.Contains("0 esp-smart-meter/status online"));
        }
        await everybody.Until(lines => lines.Contains("0 esp-smart-meter/status offline"));
        Assert.Contains("\"reason\":\"garbage\"", await File.ReadAllTextAsync(Path.Combine(folder, "log.txt"), TestContext.Current.CancellationToken));
        Assert.Single(Stored("data.json").GetProperty("meters").EnumerateObject());
        Assert.Equal(1, Stored("state.json").GetProperty("meters").GetArrayLength());
        Directory.Delete(folder, recursive: true);

        JsonElement Stored(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file))).RootElement;
    }

    [Fact]
    public async Task Without_its_sink_a_path_is_not_served_and_the_others_are()
    {
        await using RunningApp app = await RunningApp.StartWith(null, null, [.. RunCommand.Sinks.Where(sink => sink != MetricsServices.AddPrometheusMetrics)]);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("metrics", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("data.json", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("", TestContext.Current.CancellationToken)).StatusCode);
    }
}
