using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>The app on a running Home Assistant's broker, and its sources' main meters as they are called there; what it announced is taken back at the end.</summary>
internal sealed class AppBesideCore : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly Func<AppOptions, AppOptions> _with;
    private readonly string _folder = Directory.CreateTempSubdirectory("core-").FullName;
    private readonly AnnouncedDevices _announced;
    private SourceOptions[] _sources;
    private RunningApp? _app;

    private AppBesideCore(HomeAssistantCore core, AnnouncedDevices announced, TimeProvider time, Func<AppOptions, AppOptions> with, SourceOptions[] sources) =>
        (Core, _announced, _time, _with, _sources) = (core, announced, time, with, sources);

    public HomeAssistantCore Core { get; }

    public RunningApp App => _app!;

    public static Task<AppBesideCore> Start(params (string Name, string Url)[] sources) => Start(TimeProvider.System, sources);

    public static Task<AppBesideCore> Start(TimeProvider time, params (string Name, string Url)[] sources) =>
        Start(time, [.. sources.Select(source => new SourceOptions(source.Name, new Uri(source.Url), KeyRing.Empty))]);

    public static Task<AppBesideCore> Start(TimeProvider time, params SourceOptions[] sources) => Start(time, options => options, sources);

    /// <summary>With options of its own.</summary>
    public static async Task<AppBesideCore> Start(TimeProvider time, Func<AppOptions, AppOptions> with, params SourceOptions[] sources)
    {
        SkipUnlessGiven();
        HomeAssistantCore core = await Open();
        AppBesideCore app = new(core, await AnnouncedDevices.Beside(core), time, with, sources);
        await app.Restart();
        return app;
    }

    /// <summary>Stopped, and started again; the data folder may be lost meanwhile.</summary>
    public async Task Restart(bool lost = false, params ScaleOptions[] scale)
    {
        await Stop();
        if (lost)
            Directory.Delete(_folder, recursive: true);
        _app = await RunningApp.StartWith(Directory.CreateDirectory(_folder).FullName, BrokerPort, options => _with(options) with { Scale = scale }, _time, _sources);
    }

    /// <summary>Stopped, and started again with sources that are changed.</summary>
    public Task Restart(Func<SourceOptions, SourceOptions> change)
    {
        _sources = [.. _sources.Select(change)];
        return Restart();
    }

    public async Task Stop()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _app = null;
    }

    /// <inheritdoc cref="AnnouncedDevices.Entity"/>
    public Task<string> Entity(string device, string key, int seconds = 120) => _announced.Entity(device, key, seconds);

    /// <summary>The id of a source's meter.</summary>
    public string MeterOf(string source) => App.Meters.Meters.Single(meter => meter.Source.Name == source).Id;

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _announced.DisposeAsync();
        await Core.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
