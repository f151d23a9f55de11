using EspSmartMeter.Http;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.Web;

/// <summary>Serves the page's files, and what it shows.</summary>
internal sealed class PageEndpoint(AppOptions options, OverviewJson overview, TimeProvider time) : IEndpoint
{
    public void Map(Routes routes)
    {
        PageFiles.Map(routes, options.Language);
        routes.Read("/api/overview", context => Answer.Json(context, json => overview.Write(json, time.GetUtcNow())));
    }
}
