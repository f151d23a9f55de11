using System.Net;
using EspSmartMeter.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EspSmartMeter.Http;

/// <summary>The server on the page's port: who may ask, and with which headers. What it serves are the registered endpoints.</summary>
internal static class WebServer
{
    // Home Assistant shows the page inside its own, from the same origin.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>What reads a longer one says so itself.</summary>
    private const int LargestBody = 64 * 1024;

    /// <summary>A request's head comes at once, or from somebody who means to keep the door shut.</summary>
    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(5);

    /// <summary>Longer than those keep an idle connection who ask again: the ingress' client 15 s, browsers up to a minute.</summary>
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(70);

    public static void AddWebServer(this WebApplicationBuilder builder, AppOptions options, bool supervised)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
            kestrel.Limits.KeepAliveTimeout = IdlePatience;
            kestrel.Listen(options.Bind ?? (supervised ? IPAddress.Any : IPAddress.Loopback), options.HttpPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                ConnectionDoor door = listen.ApplicationServices.GetRequiredService<ConnectionDoor>();
                listen.Use(next => connection => door.EnterAsync(connection, next));
            });
        });
        builder.Services.AddRoutingCore().AddSingleton(new AccessRules(supervised, options.Token, options.Hosts)).AddSingleton<ConnectionDoor>();
    }

    public static void MapEndpoints(this WebApplication app)
    {
        ConnectionDoor door = app.Services.GetRequiredService<ConnectionDoor>();
        app.Use(next => context => door.AnswerAsync(context, next));
        // Before the guard, which looks at what the path leads to.
        app.UseRouting();
        app.Use(Guarded);
        Routes routes = new(app);
        // That the program answers: a meter or a broker that is away is no reason to restart it.
        routes.Read("/health", context => Answer.Text(context, "ok\n"));
        foreach (IEndpoint endpoint in app.Services.GetServices<IEndpoint>())
            endpoint.Map(routes);
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
        return Answer.Text(context, sentence + "\n");
    }
}
