using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>Home Assistant's Supervisor as the app sees it: the service API on http://supervisor, with its token. It cannot run here itself.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    /// <summary>As on a real Home Assistant: the Supervisor, the app, and another app on their network.</summary>
    public const string Address = "172.30.32.2", App = "172.30.33.5", OtherApp = "172.30.33.9";

    public const string Token = "0123456789abcdef-supervisor-token";

    private readonly WebApplication _server;
    private int _asked;
    private int _refused;

    private Supervisor()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{Address}:80");
        _server = builder.Build();
        _server.Run(Answer);
    }

    /// <summary>What it gives for the broker; null: there is none yet.</summary>
    public JsonObject? Service { get; set; }

    /// <summary>So often it was asked for the broker, with the right token.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>So often it was asked without.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public static async Task<Supervisor> RunAsync()
    {
        Supervisor supervisor = new();
        await supervisor._server.StartAsync(TestContext.Current.CancellationToken);
        return supervisor;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            Interlocked.Increment(ref _refused);
            return Say(context, 401, new JsonObject { ["result"] = "error", ["message"] = "unauthorized" });
        }
        if (context.Request.Path != "/services/mqtt")
            return Say(context, 404, new JsonObject { ["result"] = "error", ["message"] = "not found" });
        Interlocked.Increment(ref _asked);
        return Service is JsonObject service
            ? Say(context, 200, new JsonObject { ["result"] = "ok", ["data"] = service.DeepClone() })
            : Say(context, 400, new JsonObject { ["result"] = "error", ["message"] = "Service not enabled" });
    }

    private static Task Say(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
