using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.Telegrams;

/// <summary>A port for each source that is to be served again.</summary>
internal sealed class TelegramDoors(AppOptions options, SourceRegistry sources, TimeProvider time, ILogger<TelegramDoor> log) : BackgroundService
{
    /// <summary>In the order of the sources.</summary>
    public IReadOnlyList<TelegramDoor> Doors { get; } =
        [.. from source in sources.Sources where source.Serve is not null select new TelegramDoor(source, source.Serve!, options.Allow, time, log)];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Doors.Select(door => door.RunAsync(stoppingToken)));
}
