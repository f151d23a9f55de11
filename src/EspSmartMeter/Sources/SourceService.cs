using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using EspSmartMeter.Timing;
using SmartMeter.Decoding;

namespace EspSmartMeter.Sources;

/// <summary>Reads every source, each on its own loop, from start to stop. A fault of the program costs a source a pause, not its life.</summary>
internal sealed partial class SourceService(
    AppOptions options, SourceRegistry sources, ISourceReceiver receiver, TimeProvider time, ILoggerFactory logs)
    : BackgroundService, IHostedLifecycleService
{
    /// <summary>Nothing more comes when what takes it ends.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.Sources.Zip(sources.Sources).Select(pair => Read(pair.First, pair.Second, stoppingToken)));

    private async Task Read(SourceOptions source, Source status, CancellationToken stopping)
    {
        Backoff pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), Random.Shared.NextDouble);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await NewLoop(source, status).Start(stopping);
                return;
            }
            catch (Exception fault)
            {
                LogFault(status.Name, fault);
                status.Statistics.LinkIs(LinkState.Lost, time.GetUtcNow(), Sentence.Of("link.fault", $"{fault.GetType().Name}: {fault.Message}"));
                await Task.Delay(pauses.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private SourceLoop NewLoop(SourceOptions source, Source status)
    {
        DecoderOptions decoding = new()
        {
            Keys = source.Keys,
            TimeZone = options.TimeZone,
            Lists = options.Lists,
            List = source.List,
            Live = source.Url.Scheme != "file",
            FrameCounters = status.FrameCounters,
        };
        return new SourceLoop(status, new DecodingReceiver(status, decoding, receiver), time, logs.CreateLogger<SourceLoop>());
    }

    private void LogFault(string source, Exception fault) => LogFault(logs.CreateLogger<SourceService>(), source, fault.GetType().Name, fault.Message);

    [LoggerMessage(LogLevel.Error, "{Source}: a fault of the app ({Kind}: {Message}); it starts reading anew. Please report it.")]
    private static partial void LogFault(ILogger log, string source, string kind, string message);
}
