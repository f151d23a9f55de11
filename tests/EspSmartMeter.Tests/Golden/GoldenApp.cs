using System.Text.Json;
using EspSmartMeter.Commands;
using EspSmartMeter.Options;
using EspSmartMeter.Tests.Restarts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EspSmartMeter.Tests.Golden;

/// <summary>The whole app on a data folder, with the options that lie in it, seen from outside: HTTP, files and log.</summary>
internal sealed class GoldenApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly KeptLog _log;
    private readonly HttpClient _http = new();

    private GoldenApp(WebApplication app, KeptLog log) => (_app, _log) = (app, log);

    /// <summary>What it logged that is no mere information.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    public static async Task<GoldenApp> Start(GoldenFolder folder, DateTimeOffset now)
    {
        Dictionary<string, string> environment = new(StringComparer.OrdinalIgnoreCase)
        {
            ["ESM_PUBLISH__LIVE"] = "0",
            ["ESM_PUBLISH__REGISTERS"] = "0",
            ["ESM_LOG_LEVEL"] = "warning",
        };
        AppOptions options = OptionsLoader.Load(["--data", folder.Path, "--http", "0"], environment);
        Assert.Empty(options.Faults);
        KeptLog log = new();
        // From the first word on: what the last run left is read while the app is put together.
        WebApplication app = RunCommand.Build(
            options, new HastyClock(now, times: 1), sinks: [.. RunCommand.Sinks, services => services.AddSingleton<ILoggerProvider>(log)]);
        GoldenApp started = new(app, log);
        await started._app.StartAsync(TestContext.Current.CancellationToken);
        started._http.BaseAddress = new Uri(started._app.Urls.First());
        return started;
    }

    public Task<JsonElement> Json(string path) => _http.Json(path);

    public Task<JsonElement> Until(string path, Func<JsonElement, bool> seen, int seconds = 60) => _http.Until(path, seen, seconds);

    public Task Stop() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _app.DisposeAsync();
        _http.Dispose();
    }
}
