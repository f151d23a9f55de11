using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>
/// Stands in for Home Assistant's ingress: the page under a long path, and each request passed on as Core and the Supervisor do it, with the browser's Host and
/// Origin, and what they add.
/// </summary>
internal sealed class IngressProxy : IAsyncDisposable
{
    private const string Path = "/api/hassio_ingress/wGk3yTdPLX";

    private static readonly string[] NotPassedOn = ["Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection"];

    private readonly WebApplication _server;
    private readonly HttpClient _app;

    private IngressProxy(Uri app)
    {
        _app = new HttpClient { BaseAddress = app };
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(PassOnAsync);
    }

    /// <summary>Of the page, as a browser opens it.</summary>
    public string Address => $"{_server.Urls.First()}{Path}/";

    public static async Task<IngressProxy> Before(RunningApp app)
    {
        IngressProxy proxy = new(app.Address);
        await proxy._server.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _app.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Path, out PathString rest))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), $"{rest.ToUriComponent().TrimStart('/')}{context.Request.QueryString}");
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in context.Request.Headers.Where(header => !NotPassedOn.Contains(header.Key)))
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        request.Headers.TryAddWithoutValidation("X-Hass-Source", "core.ingress");
        request.Headers.TryAddWithoutValidation("X-Ingress-Path", Path);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "127.0.0.1, 172.30.32.1");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.Value);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", context.Request.Scheme);
        using HttpResponseMessage answer = await _app.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        foreach ((string name, IEnumerable<string> value) in answer.Headers.Where(header => !NotPassedOn.Contains(header.Key)))
            context.Response.Headers[name] = value.ToArray();
        if (answer.StatusCode is not (System.Net.HttpStatusCode.NoContent or System.Net.HttpStatusCode.NotModified))
            await PassOnAsync(answer.Content, context);
    }

    // As it comes: events are not to be waited for.
    private static async Task PassOnAsync(HttpContent content, HttpContext context)
    {
        await using Stream from = await content.ReadAsStreamAsync(context.RequestAborted);
        byte[] piece = new byte[16384];
        while (await from.ReadAsync(piece, context.RequestAborted) is > 0 and int length)
        {
            await context.Response.Body.WriteAsync(piece.AsMemory(0, length), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
