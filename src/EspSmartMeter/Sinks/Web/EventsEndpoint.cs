using System.Buffers;
using System.Text.Json;
using EspSmartMeter.Http;
using EspSmartMeter.Json;

namespace EspSmartMeter.Sinks.Web;

/// <summary>
/// api/events: the overview as server-sent events, at once and then with what is new, at most once a second and at least each three. All who follow it get the
/// same bytes, made once; while nobody does, none are made.
/// </summary>
internal sealed class EventsEndpoint(OverviewJson overview, PageNews news, IHostApplicationLifetime life, TimeProvider time) : IEndpoint
{
    /// <summary>Further pages ask for the overview instead.</summary>
    private const int MostFollowers = 24;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1), LongestSilence = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private int _followers;
    private byte[]? _newest;
    private long _madeAt;

    public void Map(Routes routes) => routes.Read("/api/events", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _followers) > MostFollowers)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await Answer.Text(context, "Too many pages follow the app; ask for api/overview instead.\n");
                return;
            }
            await FollowAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }

    private async Task FollowAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        // Proxies that gather answers would keep the events.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        try
        {
            using PeriodicTimer timer = new(Pace, time);
            long seen = -1, sent = 0;
            do
            {
                long now = news.Count;
                if (now == seen && time.GetElapsedTime(sent) < LongestSilence)
                    continue;
                (seen, sent) = (now, time.GetTimestamp());
                await context.Response.Body.WriteAsync(Newest(), end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // The page is gone, or the app stops.
        }
    }

    private byte[] Newest()
    {
        lock (_gate)
        {
            // Those who follow are not in step with each other: half a second old is new.
            if (_newest is null || time.GetElapsedTime(_madeAt) > Pace / 2)
                (_newest, _madeAt) = (Make(), time.GetTimestamp());
            return _newest;
        }
    }

    private byte[] Make()
    {
        ArrayBufferWriter<byte> buffer = new(16384);
        buffer.Write("data: "u8);
        using (Utf8JsonWriter json = new(buffer, JsonForm.OneLine))
            overview.Write(json, time.GetUtcNow());
        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
