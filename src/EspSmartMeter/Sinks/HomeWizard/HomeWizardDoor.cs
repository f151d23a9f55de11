using System.Net;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EspSmartMeter.Sinks.HomeWizard;

/// <summary>
/// The port that <see cref="HomeWizardApi"/> answers on: a server of its own, so that nothing else of the app is reached through it. Who is not of the networks that
/// are allowed is dropped before a byte of his is read.
/// </summary>
internal sealed partial class HomeWizardDoor(
    AppOptions options, SourceRegistry sources, HomeWizardApi api, TimeProvider time, ILogger<HomeWizardDoor> log) : BackgroundService, IHostedLifecycleService
{
    private const int MostConnections = 32, LargestHead = 8 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30), HeaderPatience = TimeSpan.FromSeconds(5), IdlePatience = TimeSpan.FromSeconds(70);

    private readonly TaskCompletionSource<Uri> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it is reached, once it is open.</summary>
    public Task<Uri> Opened => _opened.Task;

    /// <summary>Before the first source is read.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (Source source in options.HomeWizard is null ? [] : sources.Sources)
            source.Telegrams.Keep();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.HomeWizard is not ListenAddress place)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await using WebApplication server = Build(place);
            if (await TryStartAsync(server, place, stoppingToken))
            {
                await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                using CancellationTokenSource goodbye = new(TimeSpan.FromSeconds(1));
                await server.StopAsync(goodbye.Token);
                return;
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryStartAsync(WebApplication server, ListenAddress place, CancellationToken stopping)
    {
        try
        {
            await server.StartAsync(stopping);
            _opened.TrySetResult(new Uri(server.Urls.First()));
            LogOpened(place);
            return true;
        }
        catch (Exception taken) when (taken is IOException or System.Net.Sockets.SocketException)
        {
            LogTaken(place, taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException ? "it is in use" : taken.Message.TrimEnd('.'));
            return false;
        }
    }

    private WebApplication Build(ListenAddress place)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHead;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
            kestrel.Limits.KeepAliveTimeout = IdlePatience;
            if (place.Address is IPAddress address)
                kestrel.Listen(address, place.Port, Guard);
            else
                kestrel.ListenAnyIP(place.Port, Guard);
        });
        WebApplication server = builder.Build();
        server.Run(api.AnswerAsync);
        return server;
    }

    private void Guard(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            if (options.Allow.Contains((connection.RemoteEndPoint as IPEndPoint)?.Address))
                return next(connection);
            connection.Abort();
            return Task.CompletedTask;
        });
    }

    [LoggerMessage(LogLevel.Information, "HomeWizard's local API is served on {Place}")]
    private partial void LogOpened(ListenAddress place);

    [LoggerMessage(LogLevel.Error, "HomeWizard's local API cannot be served on {Place} ({Reason}); it is tried again")]
    private partial void LogTaken(ListenAddress place, string reason);
}
