using EspSmartMeter.LineSearch;
using EspSmartMeter.Sources;
using EspSmartMeter.Timing;

namespace EspSmartMeter.Esp;

/// <summary>Looks after the line mode of each source that lets the app set it: an ESP with our firmware, a serial port without a mode in its address.</summary>
internal sealed class LineSearchService(IReadOnlyList<Source> sources, LineSearchPace pace, TimeProvider time, ILoggerFactory logs) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Goodbye = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sources.Select(source => FollowAsync(source, stoppingToken)));

    private async Task FollowAsync(Source source, CancellationToken stopping)
    {
        if (source.Line.IsOurs)
            await FollowAsync(source, new OwnPort(source), stopping);
        if (source.Pages is not Uri address)
            return;
        await FollowAsync(source, new EspLine(source, new EspClient(address)), stopping);
    }

    private async Task FollowAsync(Source source, ISettableLine line, CancellationToken stopping)
    {
        ModeSearch search = new(source, line, pace, Random.Shared.NextDouble, logs.CreateLogger<ModeSearch>());
        using (Ticks looks = new(Look, time))
        {
            do
                await search.StepAsync(time.GetUtcNow(), stopping);
            while (await looks.NextAsync(stopping));
        }
        using CancellationTokenSource goodbye = new(Goodbye);
        await search.LeaveAsync(goodbye.Token);
    }
}
