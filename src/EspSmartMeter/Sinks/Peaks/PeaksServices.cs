using EspSmartMeter.Http;
using EspSmartMeter.Json;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Sinks.Peaks;

internal static class PeaksServices
{
    /// <summary>Adds the peaks of each meter, kept and served, where a scheme is chosen; else nothing at all.</summary>
    public static IServiceCollection AddPeaks(this IServiceCollection services)
    {
        AppOptions? options = services.Select(service => service.ServiceKey is null ? service.ImplementationInstance : null).OfType<AppOptions>().LastOrDefault();
        if (options?.PeakScheme is not PeakScheme scheme)
            return services;
        PeakBook book = new(scheme, options.TimeZone ?? TimeZoneInfo.Local);
        return services
            .AddSingleton(book)
            .AddSingleton(new PeakJson(book, Sentences.In(options.Language)))
            .AddSink<PeaksSink>()
            .AddSingleton<IEndpoint, PeaksEndpoint>();
    }
}
