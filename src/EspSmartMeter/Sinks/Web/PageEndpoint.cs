using EspSmartMeter.Http;
using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.Web;

/// <summary>Serves the page's files, and what it shows.</summary>
internal sealed class PageEndpoint(AppOptions options, OverviewJson overview, MeterRegistry meters, TimeProvider time) : IEndpoint
{
    /// <summary>204 where it is done, 404 where no meter has that id.</summary>
    private static Task Change(HttpContext context, Func<string, bool> change)
    {
        bool done = context.Request.RouteValues["id"] is string id && change(id);
        context.Response.StatusCode = done ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public void Map(Routes routes)
    {
        PageFiles.Map(routes, options.Language);
        routes.Read("/api/overview", context => Answer.Json(context, json => overview.Write(json, time.GetUtcNow())));
        routes.Write("/api/meters/{id}/continue", context => Change(context, id => meters.Decide(id, Decision.Continue)));
        routes.Write("/api/meters/{id}/as-it-is", context => Change(context, id => meters.Decide(id, Decision.AsItIs)));
        routes.Write("/api/meters/{id}/drop-offset", context => Change(context, meters.DropOffsets));
        routes.Write("/api/meters/{id}/continue-old", context => Change(context, id => meters.ContinueOld(id, time.GetUtcNow())));
        routes.Write("/api/meters/{id}/submeters/{submeter}/continue-old", context =>
            Change(context, id => context.Request.RouteValues["submeter"] is string submeter && meters.ContinueOld(id, submeter)));
    }
}
