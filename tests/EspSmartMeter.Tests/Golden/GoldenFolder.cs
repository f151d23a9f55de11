using System.Net;
using System.Text.Json;
using EspSmartMeter.Tests.Restarts;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using EspSmartMeter.Tests.Sinks.Web;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Golden;

/// <summary>
/// A copy of the data folder that an earlier version left, with what it had published: dff3378/README.md tells how it was made. The ports of its meters and
/// of its broker are those of the running test.
/// </summary>
internal sealed class GoldenFolder : IDisposable
{
    public const string WithId = "3153414739393030303030303037", WithoutId = "127_0_0_1_08a3d11e", Ciphered = "30000009";

    /// <summary>When its meters had begun to count, and when the app was stopped.</summary>
    public static readonly DateTimeOffset SwitchedOn = new(2026, 11, 29, 11, 13, 47, TimeSpan.Zero), Stopped = new(2026, 11, 29, 11, 23, 23, TimeSpan.Zero);

    private const int FirstPort = 18088, BrokerPort = 18883;
    private static readonly string Fixtures = Repository.PathOf("tests", "EspSmartMeter.Tests", "Golden", "dff3378");
    private static readonly (string Name, int Seed)[] Simulated = [("emucs-belgium", 7), ("p1-sweden", 8), ("kamstrup-denmark", 9)];

    private readonly Dictionary<string, string> _ofThisRun = [];

    /// <param name="meters">Those of its meters that run; nothing listens where the others were.</param>
    /// <param name="broker">The broker's port; null: there is none.</param>
    public GoldenFolder(IReadOnlyDictionary<string, SimulatedMeterServer>? meters = null, int? broker = null)
    {
        _ofThisRun[$"{BrokerPort}"] = $"{broker ?? RunningApp.FreePort()}";
        for (int i = 0; i < Simulated.Length; i++)
        {
            int port = meters?.GetValueOrDefault(Simulated[i].Name)?.EndPoint.Port ?? RunningApp.FreePort();
            _ofThisRun[$"127.0.0.1:{FirstPort + i}"] = $"127.0.0.1:{port}";
            _ofThisRun[$"127_0_0_1_{FirstPort + i}"] = $"127_0_0_1_{port}";
        }
        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(Fixtures, "data")))
            File.WriteAllText(PathOf(System.IO.Path.GetFileName(file)), OfThisRun(File.ReadAllText(file)));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("golden-").FullName;

    /// <summary>data.json as it was left.</summary>
    public JsonElement Readings => Json(System.IO.Path.Combine("data", "data.json"));

    /// <summary>state.json as it was left.</summary>
    public JsonElement State => Json(System.IO.Path.Combine("data", "state.json"));

    /// <summary>The retained messages while it ran: topic and payload.</summary>
    public IReadOnlyList<(string Topic, string Payload)> Retained => [.. Messages("retained.jsonl")];

    /// <summary>The newest message of each topic of states.</summary>
    public IReadOnlyList<(string Topic, string Payload)> States => [.. Messages("states.jsonl")];

    /// <summary>One of its meters, six times as fast as the world.</summary>
    /// <param name="name">The simulated meter's.</param>
    /// <param name="now">What it is there.</param>
    /// <param name="switchedOn">Since when it counts.</param>
    public static SimulatedMeterServer Run(string name, DateTimeOffset now, DateTimeOffset switchedOn) => SimulatedMeterServer.Resume(
        SimulatedMeters.Find(name)!, new IPEndPoint(IPAddress.Loopback, 0), Simulated.Single(meter => meter.Name == name).Seed, new HastyClock(now, times: 6), switchedOn);

    /// <summary>All of its meters, going on.</summary>
    public static Dictionary<string, SimulatedMeterServer> RunAll(DateTimeOffset now) =>
        Simulated.ToDictionary(meter => meter.Name, meter => Run(meter.Name, now, SwitchedOn));

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string OfThisRun(string text) => _ofThisRun.Aggregate(text, (now, entry) => now.Replace(entry.Key, entry.Value, StringComparison.Ordinal));

    private JsonElement Json(string name) => JsonDocument.Parse(OfThisRun(File.ReadAllText(System.IO.Path.Combine(Fixtures, name)))).RootElement;

    private IEnumerable<(string Topic, string Payload)> Messages(string name) => File.ReadLines(System.IO.Path.Combine(Fixtures, name))
        .Select(line => JsonDocument.Parse(OfThisRun(line)).RootElement)
        .Select(message => (message.GetProperty("topic").GetString()!, message.GetProperty("payload").GetString()!));
}
