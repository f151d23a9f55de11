using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Timing;

namespace EspSmartMeter.Esp;

/// <summary>
/// Asks each source whose device may have web pages for /status.json: as soon as its link is up, since its chip id names a meter that has no id, and then
/// at the diagnostics' pace. One that is no ESP of ours (a ser2net, another firmware) is asked ever more rarely; one that is hears that its line is alive.
/// </summary>
internal sealed class EspStatusService(IReadOnlyList<Source> sources, EspStatuses statuses, PublishOptions pace, TimeProvider time)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Starting = TimeSpan.FromSeconds(10), Least = TimeSpan.FromSeconds(30), Most = TimeSpan.FromHours(6);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Before the sources' first byte.
        foreach (Source source in sources)
        {
            if (source.Pages is not null)
                source.IsAskedForChip();
        }
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sources.Select(source => FollowAsync(source, stoppingToken)));

    private async Task FollowAsync(Source source, CancellationToken stopping)
    {
        if (source.Pages is not Uri address)
            return;
        EspClient esp = new(address);
        LineAlive alive = new(esp);
        TimeSpan usual = pace.Diagnostics > Least ? pace.Diagnostics : Least, pause = usual;
        DateTimeOffset due = time.GetUtcNow();
        DateTimeOffset? link = null;
        using Ticks looks = new(Look, time);
        do
        {
            DateTimeOffset now = time.GetUtcNow();
            SourceFigures figures = source.Statistics.Figures;
            bool cameUp = figures.Link == LinkState.Connected && figures.LinkSince != link;
            if (now >= due || cameUp)
            {
                EspAnswer answer = await AskAsync(esp, source, stopping);
                bool isStarting = answer == EspAnswer.Silent && figures.Link == LinkState.Connected && now - figures.LinkSince < Starting;
                link = figures.Link == LinkState.Connected && !isStarting ? figures.LinkSince : null;
                if (answer != EspAnswer.Ours && !isStarting)
                    source.HasNoChipId(now);
                // One that once answered is ours, and back soon.
                pause = answer == EspAnswer.Ours || statuses.Of(source) is not null ? usual : cameUp ? pause : Min(pause * 2, Most);
                due = now + pause;
            }
            if (statuses.Of(source) is not null)
                await alive.SayIfDueAsync(figures, now, stopping);
        }
        while (await looks.NextAsync(stopping));
    }

    private async Task<EspAnswer> AskAsync(EspClient esp, Source source, CancellationToken stopping)
    {
        (EspAnswer answer, EspFigures? figures) = await esp.StatusAsync(stopping);
        if (figures is not null)
            statuses.Note(source, figures);
        return answer;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
