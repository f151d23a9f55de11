using System.Buffers;
using System.Net;
using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Readings;
using EspSmartMeter.Rejects;

namespace EspSmartMeter.Web;

/// <summary>What is served on the page's port.</summary>
internal static class WebServer
{
    public static void Add(WebApplicationBuilder builder, AppOptions options)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Listen(options.Bind ?? IPAddress.Loopback, options.HttpPort);
        });
        builder.Services.AddRoutingCore();
    }

    public static void Map(WebApplication app)
    {
        app.UseRouting();
        app.MapGet("/data.json", Data);
        app.MapGet("/log.txt", Log);
        app.MapGet("/health", Health);
    }

    private static Task Data(HttpContext context)
    {
        MeterRegistry meters = context.RequestServices.GetRequiredService<MeterRegistry>();
        DateTimeOffset now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return Json(context, json => MetersJson.Write(json, meters.Meters, now));
    }

    private static Task Log(HttpContext context)
    {
        string file = context.RequestServices.GetRequiredService<RejectLog>().File;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return File.Exists(file) ? context.Response.SendFileAsync(file) : Task.CompletedTask;
    }

    private static Task Health(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("ok\n");
    }

    private static async Task Json(HttpContext context, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(16384);
        using (Utf8JsonWriter json = new(buffer, JsonForm.OneLine))
            write(json);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory);
    }
}
