using System.Buffers;
using System.Net;
using System.Text.Json;
using EspSmartMeter.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.Metrics;
using EspSmartMeter.Sinks.RejectLog;

namespace EspSmartMeter.Sinks.Web;

/// <summary>What is served on the page's port: the page, and what it shows, for machines too.</summary>
internal static class WebServer
{
    // Home Assistant shows the page inside its own, from the same origin.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>The methods that change nothing. Kestrel leaves out the body that HEAD does not ask for.</summary>
    public static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void Add(WebApplicationBuilder builder, AppOptions options, bool supervised)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Listen(options.Bind ?? (supervised ? IPAddress.Any : IPAddress.Loopback), options.HttpPort);
        });
        builder.Services.AddRoutingCore().AddSingleton(new AccessRules(supervised, options.Token)).AddSingleton<OverviewJson>().AddTransient<MetricsText>();
    }

    public static void Map(WebApplication app)
    {
        app.Use(Guarded);
        app.UseRouting();
        PageFiles.Map(app, app.Services.GetRequiredService<AppOptions>().Language);
        app.MapMethods("/data.json", Reads, Data);
        app.MapMethods("/log.txt", Reads, Log);
        app.MapMethods("/metrics", Reads, Metrics);
        app.MapMethods("/health", Reads, Health);
        app.MapMethods("/api/overview", Reads, Overview);
    }

    private static Task Guarded(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XFrameOptions = "SAMEORIGIN";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.RequestServices.GetRequiredService<AccessRules>().Refuse(context) is not (int status, string sentence))
            return next(context);
        context.Response.StatusCode = status;
        return Text(context, sentence + "\n");
    }

    private static Task Data(HttpContext context)
    {
        MeterRegistry meters = context.RequestServices.GetRequiredService<MeterRegistry>();
        return Json(context, json => MetersJson.Write(json, meters.Meters, Now(context)));
    }

    private static Task Overview(HttpContext context)
    {
        OverviewJson overview = context.RequestServices.GetRequiredService<OverviewJson>();
        return Json(context, json => overview.Write(json, Now(context)));
    }

    private static Task Log(HttpContext context)
    {
        string file = context.RequestServices.GetRequiredService<RejectLogSink>().File;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return File.Exists(file) ? context.Response.SendFileAsync(file) : Task.CompletedTask;
    }

    private static Task Metrics(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(context.RequestServices.GetRequiredService<MetricsText>().Write(Now(context)));
    }

    /// <summary>That the program answers: a meter or a broker that is away is no reason to restart it.</summary>
    private static Task Health(HttpContext context) => Text(context, "ok\n");

    private static Task Text(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    private static async Task Json(HttpContext context, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(16384);
        using (Utf8JsonWriter json = new(buffer, JsonForm.OneLine))
            write(json);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(buffer.WrittenMemory);
    }

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
