using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Rejects;
using SmartMeter.Decoding;

namespace EspSmartMeter.Sources;

/// <summary>Reads every source, each on its own loop, from start to stop.</summary>
internal sealed class SourceService(
    AppOptions options, SourceRegistry sources, MeterRegistry meters, RejectLog rejects, TimeProvider time, ILoggerFactory logs) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.Sources.Zip(sources.Sources).Select(pair => Read(pair.First, pair.Second, stoppingToken)));

    private Task Read(SourceOptions source, SourceStatus status, CancellationToken stopping)
    {
        DecoderOptions decoding = new()
        {
            Keys = source.Keys,
            TimeZone = options.TimeZone,
            Lists = options.Lists,
            Live = source.Url.Scheme != "file",
            FrameCounters = status.FrameCounters,
        };
        DecodingReceiver receiver = new(status, decoding, meters, rejects);
        return new SourceLoop(status, receiver, time, logs.CreateLogger<SourceLoop>()).Start(stopping);
    }
}
