using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.HomeAssistant.Bridge;

/// <summary>
/// Asks each TCP source for /status.json at the diagnostics' pace. One that is no ESP of ours (a ser2net, another firmware) is asked ever more rarely.
/// </summary>
internal sealed class EspStatusService(
    IReadOnlyList<SourceStatus> sources, EspStatuses statuses, PublishOptions pace, Func<SourceStatus, Uri?> addressOf, TimeProvider time) : BackgroundService
{
    private const int LongestAnswer = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Least = TimeSpan.FromSeconds(30), Most = TimeSpan.FromHours(6);

    /// <summary>The web server of an ESP is on port 80, beside the raw bytes.</summary>
    public static Uri? WebAddressOf(SourceStatus source) =>
        source.Url.Scheme == "tcp" ? new UriBuilder("http", source.Url.Host, 80, "status.json").Uri : null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sources.Select(source => FollowAsync(source, stoppingToken)));

    private async Task FollowAsync(SourceStatus source, CancellationToken stopping)
    {
        if (addressOf(source) is not Uri address)
            return;
        using HttpClient http = new() { Timeout = Patience };
        TimeSpan usual = pace.Diagnostics > Least ? pace.Diagnostics : Least, pause = usual;
        while (!stopping.IsCancellationRequested)
        {
            EspFigures? figures = await AskAsync(http, address, stopping);
            if (figures is not null)
                statuses.Note(source, figures);
            // One that once answered is ours, and back soon.
            pause = figures is not null || statuses.Of(source) is not null ? usual : Min(pause * 2, Most);
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<EspFigures?> AskAsync(HttpClient http, Uri address, CancellationToken stopping)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stopping);
            if (!response.IsSuccessStatusCode)
                return null;
            await using Stream body = await response.Content.ReadAsStreamAsync(stopping);
            byte[] answer = new byte[LongestAnswer];
            int length = await body.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, stopping);
            return EspFigures.Parse(answer.AsMemory(0, length));
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
