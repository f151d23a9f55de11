using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EspSmartMeter.Tests.Mqtt;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using static System.FormattableString;

namespace EspSmartMeter.Tests.Restarts;

/// <summary>The app's process killed at random moments, with a real broker and meters over TCP, and Home Assistant's births at random.</summary>
public sealed partial class KilledAppTests : IAsyncDisposable
{
    private const int Kills = 50, Seed = 20261122;

    /// <summary>Half a minute past an hour: no meter sends its hourly list meanwhile, so that every start knows the same.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 3, 10, 11, 0, 30, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("killed-").FullName;
    private readonly MosquittoBroker _broker = MosquittoBroker.Run();
    private readonly SimulatedMeterServer[] _meters = [.. new[] { "dsmr5-gas", "p1-sweden", "aidon" }.Select(Simulate)];
    private readonly Random _random = new(Seed);

    private IEnumerable<string> Sources => _meters.Select(meter => $"tcp://{meter.EndPoint}");

    [Fact]
    public async Task Killed_fifty_times_it_comes_back_with_the_same_entities_newer_states_and_whole_files()
    {
        using Subscriber everybody = new(_broker, "#");
        string[] entities;
        using (AppProcess first = Start())
        {
            await Back(everybody, 0, seconds: 30);
            // What a list brings after the first is announced within a minute.
            await everybody.Until(lines => lines.Any(line => IsMeterConfig(line) && line.Contains("7359990000000001_current_l1", StringComparison.Ordinal)), 75);
            entities = EntitiesSince(everybody, 0);
            await SavedAllMeters();
            first.Kill();
        }
        Assert.NotEmpty(entities);
        Assert.Equal(entities.Length, entities.Distinct().Count());

        TimeSpan longest = TimeSpan.Zero;
        for (int kill = 1; kill <= Kills; kill++)
        {
            if (kill % 5 == 0)
                await KillWhileItStarts();
            int seen = everybody.Lines.Count;
            using AppProcess app = Start();
            long started = TimeProvider.System.GetTimestamp();
            if (_random.Next(3) == 0)
                Birth(everybody);
            await Back(everybody, seen, seconds: 15);
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(started).Ticks));
            Assert.Equal(entities, EntitiesSince(everybody, seen));
            if (_random.Next(3) == 0)
                Birth(everybody);
            await Wait(0, 500);
            // A stop writes all files: the kill meets it at that.
            if (kill % 4 == 0)
            {
                app.AskToStop();
                await Wait(0, 300);
            }
            app.Kill();
            FilesAreWhole();
        }
        RegistersOnlyRise(everybody.Lines);
        TestContext.Current.TestOutputHelper?.WriteLine(Invariant($"{Kills} kills; the slowest start was back after {longest.TotalSeconds:0.0} s"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SimulatedMeterServer meter in _meters)
            await meter.DisposeAsync();
        _broker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static SimulatedMeterServer Simulate(string meter) =>
        SimulatedMeterServer.Start(SimulatedMeters.Find(meter)!, new(System.Net.IPAddress.Loopback, 0), 1, new HastyClock(Begin, times: 12));

    private AppProcess Start() => AppProcess.Start(_folder, _broker.Port, Sources);

    private async Task KillWhileItStarts()
    {
        using AppProcess app = Start();
        await Wait(50, 1500);
        Assert.False(app.HasEnded);
        app.Kill();
        FilesAreWhole();
    }

    private Task Wait(int least, int most) => Task.Delay(_random.Next(least, most), TestContext.Current.CancellationToken);

    private static void Birth(Subscriber everybody) => everybody.Publish("homeassistant/status", "online");

    /// <summary>Until each meter is announced, available, and says its power: of the last run it would be null.</summary>
    private Task Back(Subscriber everybody, int seen, int seconds) => everybody.Until(
        all =>
        {
            string[] lines = [.. all.Skip(seen)];
            return Topics(lines, IsMeterConfig).Count() == _meters.Length
                && Topics(lines, line => line.EndsWith("/availability online", StringComparison.Ordinal) && line.Count(letter => letter == '/') == 2).Count() == _meters.Length
                && Topics(lines, line => PowerOf().IsMatch(line)).Count() == _meters.Length;
        },
        seconds);

    private static IEnumerable<string> Topics(IEnumerable<string> lines, Func<string, bool> which) => lines.Where(which).Select(TopicOf).Distinct();

    /// <summary>Unique ids and names as the newest discovery messages tell them, submeters' included.</summary>
    private static string[] EntitiesSince(Subscriber everybody, int seen) =>
    [
        .. everybody.Lines.Skip(seen).Where(IsConfig).GroupBy(TopicOf).SelectMany(device => JsonDocument.Parse(device.Last().Split(' ', 3)[2]).RootElement
            .GetProperty("cmps").EnumerateObject()
            .Select(component => $"{component.Value.GetProperty("uniq_id")} {component.Value.GetProperty("name")}")).Order(StringComparer.Ordinal),
    ];

    private static bool IsConfig(string line) => line.Contains(" homeassistant/device/") && line.Contains("\"cmps\"");

    private static bool IsMeterConfig(string line) => IsConfig(line) && line.Contains("_power_import\"");

    private static string TopicOf(string line) => line.Split(' ', 3)[1];

    private async Task SavedAllMeters()
    {
        for (int tries = 0; tries < 600; tries++)
        {
            if (Json("state.json") is JsonElement state && state.GetProperty("meters").GetArrayLength() == _meters.Length)
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Fail("state.json does not hold the meters within half a minute of their first telegrams");
    }

    private void FilesAreWhole()
    {
        foreach (string name in (string[])["state.json", "data.json", "home-assistant.json"])
            _ = Json(name);
        string[] lines = File.Exists(PathOf("log.txt")) ? File.ReadAllLines(PathOf("log.txt")) : [];
        for (int line = 0; line < lines.Length; line++)
        {
            bool cutShort = line == lines.Length - 1 || lines[line + 1].StartsWith("# cut short", StringComparison.Ordinal);
            Assert.True(cutShort || LogLine().IsMatch(lines[line]), $"log.txt, line {line + 1}: {lines[line]}");
            if (!cutShort && lines[line].StartsWith('{'))
                JsonDocument.Parse(lines[line]).Dispose();
        }
    }

    /// <summary>What a file holds; null where there is none. A file that is not whole fails here.</summary>
    private JsonElement? Json(string name) => File.Exists(PathOf(name)) ? JsonDocument.Parse(File.ReadAllBytes(PathOf(name))).RootElement : null;

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static void RegistersOnlyRise(IEnumerable<string> lines)
    {
        Dictionary<(string, string), decimal> highest = [];
        foreach (string line in lines.Where(line => line.Contains("/registers {")))
        {
            foreach (Match register in EnergyOf().Matches(line))
            {
                (string, string) key = (TopicOf(line), register.Groups[1].Value);
                decimal number = decimal.Parse(register.Groups[2].Value, CultureInfo.InvariantCulture);
                Assert.True(number >= highest.GetValueOrDefault(key), $"{key} fell from {highest.GetValueOrDefault(key)} to {number}: an older state was sent");
                highest[key] = number;
            }
        }
        Assert.NotEmpty(highest);
    }

    [GeneratedRegex("/live \\{.*\"power_import\":[0-9]")]
    private static partial Regex PowerOf();

    [GeneratedRegex("\"(energy_[a-z_0-9]+|reading)\":([0-9.]+)")]
    private static partial Regex EnergyOf();

    [GeneratedRegex("^(|\\{.*\\}|#.*|  [0-9a-f]{8}  [0-9a-f]{2} .*\\|.*\\||  \\.\\.\\. and .*)$")]
    private static partial Regex LogLine();
}
