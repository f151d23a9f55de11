using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EspSmartMeter.Commands;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests;

/// <summary>The whole app on free loopback ports, with a data folder of its own.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private RunningApp(WebApplication app, string folder, bool ownsFolder) => (_app, Folder, _ownsFolder) = (app, folder, ownsFolder);

    public string Folder { get; }

    public Uri Address => Http.BaseAddress!;

    public HttpClient Http { get; private set; } = null!;

    public SourceRegistry Sources => _app.Services.GetRequiredService<SourceRegistry>();

    public MeterRegistry Meters => _app.Services.GetRequiredService<MeterRegistry>();

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public IEnumerable<RouteEndpoint> Routes => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static Task<RunningApp> Start(string? folder = null, int? mqttPort = null, params (string? Name, string Url)[] sources) =>
        Start("en", folder, mqttPort, sources);

    public static Task<RunningApp> Start(string language, string? folder, int? mqttPort, params (string? Name, string Url)[] sources) =>
        Start(language, folder, mqttPort, null, sources);

    public static Task<RunningApp> Start(string language, string? folder, int? mqttPort, LineSearchPace? search, params (string? Name, string Url)[] sources) =>
        Begin(language, folder, mqttPort, search, null, sources);

    /// <summary>With these sinks instead of all, added in this order.</summary>
    public static Task<RunningApp> StartWith(
        string? folder, int? mqttPort, IReadOnlyList<Func<IServiceCollection, IServiceCollection>> sinks, params (string? Name, string Url)[] sources) =>
        Begin("en", folder, mqttPort, null, sinks, sources);

    /// <summary>With options of its own on a data folder that is there before and after, and a clock.</summary>
    public static Task<RunningApp> StartWith(string folder, int mqttPort, Func<AppOptions, AppOptions> with, TimeProvider time, params SourceOptions[] sources) =>
        Begin(with(OptionsOf("en", folder, mqttPort, sources)), null, null, ownsFolder: false, time);

    /// <summary>With firmware to offer to its sources' devices.</summary>
    public static Task<RunningApp> StartWith(string firmware, int mqttPort, params SourceOptions[] sources) =>
        Begin(OptionsOf("en", Directory.CreateTempSubdirectory("app-").FullName, mqttPort, sources) with { Firmware = firmware }, null, null, ownsFolder: true);

    /// <summary>With options of its own, and a clock.</summary>
    public static Task<RunningApp> StartWith(Func<AppOptions, AppOptions> with, TimeProvider time, params SourceOptions[] sources) =>
        Begin(with(OptionsOf("en", Directory.CreateTempSubdirectory("app-").FullName, null, sources)), null, null, ownsFolder: true, time);

    /// <summary>With options of its own.</summary>
    public static Task<RunningApp> StartWith(Func<AppOptions, AppOptions> with, params SourceOptions[] sources) =>
        Begin(with(OptionsOf("en", Directory.CreateTempSubdirectory("app-").FullName, null, sources)), null, null, ownsFolder: true);

    private static Task<RunningApp> Begin(
        string language, string? folder, int? mqttPort, LineSearchPace? search, IReadOnlyList<Func<IServiceCollection, IServiceCollection>>? sinks,
        (string? Name, string Url)[] sources)
    {
        string data = folder ?? Directory.CreateTempSubdirectory("app-").FullName;
        SourceOptions[] read = [.. sources.Select(source => new SourceOptions(source.Name, new Uri(source.Url), KeyRing.Empty))];
        return Begin(OptionsOf(language, data, mqttPort, read), search, sinks, folder is null);
    }

    private static AppOptions OptionsOf(string language, string data, int? mqttPort, SourceOptions[] sources) => new()
    {
        Sources = sources,
        DataFolder = data,
        HttpPort = 0,
        Language = language,
        LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
        Mqtt = mqttPort is int port ? new MqttOptions { Host = "127.0.0.1", Port = port } : new MqttOptions(),
        Publish = new PublishOptions { Live = TimeSpan.Zero, Registers = TimeSpan.Zero },
    };

    private static async Task<RunningApp> Begin(
        AppOptions options, LineSearchPace? search, IReadOnlyList<Func<IServiceCollection, IServiceCollection>>? sinks, bool ownsFolder, TimeProvider? time = null)
    {
        RunningApp running = new(RunCommand.Build(options, time ?? TimeProvider.System, search, sinks), options.DataFolder, ownsFolder);
        await running._app.StartAsync(TestContext.Current.CancellationToken);
        running.Http = new HttpClient { BaseAddress = new Uri(running._app.Urls.First()) };
        return running;
    }

    public static SimulatedMeterServer Simulate(string meter, int port = 0, TimeProvider? time = null, int seed = 1) =>
        SimulatedMeterServer.Start(SimulatedMeters.Find(meter)!, new IPEndPoint(IPAddress.Loopback, port), seed, time ?? TimeProvider.System);

    /// <summary>A meter with that home behind it, switched on when the app comes.</summary>
    public static SimulatedMeterServer Simulate(string meter, HomeBehind behind, int seed = 1) =>
        SimulatedMeterServer.StartForFirstClient(SimulatedMeters.Find(meter)!, behind, new IPEndPoint(IPAddress.Loopback, 0), seed, TimeProvider.System);

    /// <summary>A port that nothing listens on.</summary>
    public static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public Task<JsonElement> Json(string path) => Http.Json(path);

    public Task<JsonElement> Until(string path, Func<JsonElement, bool> seen, int seconds = 60) => Http.Until(path, seen, seconds);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
        Http.Dispose();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
