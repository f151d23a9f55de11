using EspSmartMeter.Options;
using SmartMeter.Decoding;

namespace EspSmartMeter.Sources;

/// <summary>Reads every source, each in a loop of its own, from start to stop, and decodes each line.</summary>
internal sealed class SourceService(AppOptions options, SourceRegistry sources, ISourceReceiver receiver, TimeProvider time, ILogger<SourceService> log)
    : BackgroundService, IHostedLifecycleService, IByteReceivers
{
    /// <summary>Nothing more comes when what takes it ends.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IByteReceiver Of(Source line) => new DecodingReceiver(
        line,
        new DecoderOptions
        {
            Keys = line.Keys,
            TimeZone = options.TimeZone,
            Lists = options.Lists,
            Live = line.Scheme.IsLive,
            FrameCounters = line.FrameCounters,
        },
        receiver);

    public void Found(Source line) => receiver.OnLine(line);

    public void Link(Source source) => receiver.OnLink(source);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sources.Sources.Select(source => new SourceLoop(source, this, time, log).RunAsync(stoppingToken)));
}
