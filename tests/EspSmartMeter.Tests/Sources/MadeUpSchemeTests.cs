using System.Text.Json;
using EspSmartMeter.Commands;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using Microsoft.AspNetCore.Builder;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A scheme that was never heard of, as one more row of the table, through the whole app: from the option to the page.</summary>
public sealed class MadeUpSchemeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("made-up-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_readings_are_on_the_page_and_its_secret_is_nowhere()
    {
        MadeUpScheme scheme = new();
        await using App app = await App.Start(_folder, scheme, "made-up://gateway?key=SECRET");
        ScriptedLine line = await scheme.OpenedAsync();
        foreach (SimulatedTelegram telegram in SimulatedMeters.Find("aidon")!.Telegrams(1, DateTimeOffset.UtcNow).Take(3))
            line.Bring(telegram.Bytes, endsBurst: true);

        string data = await app.Until("data.json", seen => seen.Contains("Aidon", StringComparison.Ordinal));
        Assert.Contains("\"source\":\"made-up://gateway\"", data.Replace(" ", "", StringComparison.Ordinal));
        foreach (string path in (string[])["data.json", "api/overview", "metrics", "log.txt"])
            Assert.DoesNotContain("SECRET", await app.Read(path));
        await app.DisposeAsync();
        Assert.All(Directory.EnumerateFiles(_folder), file => Assert.DoesNotContain("SECRET", File.ReadAllText(file)));
    }

    [Fact]
    public async Task Each_line_of_a_carrier_is_a_meter_by_its_name_where_it_sends_no_id()
    {
        MadeUpCarrierScheme scheme = new();
        await using App app = await App.Start(_folder, scheme, "made-up-many://broker");
        MadeUpCarrierScheme.Carrier carrier = await scheme.OpenedAsync();
        byte[] withoutId = SimulatedMeters.Find("p1-sweden")!.Telegrams(1, DateTimeOffset.UtcNow).First().Bytes;
        foreach (string name in (string[])["cellar", "attic"])
            carrier.Bring(name).Bring(withoutId, endsBurst: true);

        string data = await app.Until("data.json", seen => seen.Contains("made-up-many://broker#attic", StringComparison.Ordinal) && seen.Contains("made-up-many://broker#cellar", StringComparison.Ordinal));
        Assert.Equal(["attic", "cellar"], JsonDocument.Parse(data).RootElement.GetProperty("meters").EnumerateObject().Select(meter => meter.Name).Order());
        Assert.Contains("esp_smart_meter_source_telegrams_total{source=\"made-up-many://broker\"} 2", await app.Read("metrics"));
    }

    [Fact]
    public void A_wrong_address_of_it_is_a_fault_in_its_own_words_and_an_unknown_one_names_it_among_the_others()
    {
        LineSchemes schemes = LineSchemes.BuiltIn.With(new MadeUpScheme());
        Assert.Equal("--source: a made-up line needs its key: made-up://host?key=KEY", Fault("made-up://gateway"));
        Assert.Equal("--source: gopher:// is not read; tcp://, serial://, file:// and made-up:// are", Fault("gopher://a"));

        string Fault(string address) =>
            Assert.Throws<UsageException>(() => OptionsLoader.Load(["--source", address, "--data", _folder], new Dictionary<string, string>(), schemes)).Message;
    }

    /// <summary>The app, with one row more in its table.</summary>
    private sealed class App(WebApplication app) : IAsyncDisposable
    {
        private bool _ended;

        private HttpClient Http { get; } = new() { BaseAddress = new Uri(app.Urls.First()) };

        public static async Task<App> Start(string folder, ILineScheme scheme, string address)
        {
            AppOptions options = OptionsLoader.Load(
                ["--source", address, "--data", folder, "--http", "0"], new Dictionary<string, string>(), LineSchemes.BuiltIn.With(scheme));
            WebApplication app = RunCommand.Build(options with { LogLevel = Microsoft.Extensions.Logging.LogLevel.None }, TimeProvider.System);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new App(app);
        }

        public Task<string> Read(string path) => Http.GetStringAsync(path, TestContext.Current.CancellationToken);

        public async Task<string> Until(string path, Func<string, bool> seen)
        {
            string last = "";
            for (int i = 0; i < 600; i++)
            {
                last = await Read(path);
                if (seen(last))
                    return last;
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
            Assert.Fail($"not seen: {last}");
            return last;
        }

        public async ValueTask DisposeAsync()
        {
            if (_ended)
                return;
            _ended = true;
            await app.StopAsync(TestContext.Current.CancellationToken);
            await app.DisposeAsync();
            Http.Dispose();
        }
    }
}
