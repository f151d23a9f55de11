using EspSmartMeter.Http;

namespace EspSmartMeter.Sinks.Web;

internal static class PageServices
{
    /// <summary>Adds the page.</summary>
    public static IServiceCollection AddPage(this IServiceCollection services) => services
        .AddSingleton<PowerTrace>()
        .AddSingleton<NewestRejections>()
        .AddSingleton<PageNews>()
        .AddSingleton<OverviewJson>()
        .AddSink<PageSink>()
        .AddSingleton<IEndpoint, PageEndpoint>()
        .AddSingleton<IEndpoint, EventsEndpoint>()
        .AddSingleton<IEndpoint, FramesEndpoint>();
}
