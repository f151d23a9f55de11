using EspSmartMeter.Http;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;

namespace EspSmartMeter.Sinks.Peaks;

internal static class PeaksServices
{
    /// <summary>Adds the peaks of each meter, kept and served, where a scheme is chosen; else nothing at all.</summary>
    public static IServiceCollection AddPeaks(this IServiceCollection services)
    {
        AppOptions? options = services.Select(service => service.ServiceKey is null ? service.ImplementationInstance : null).OfType<AppOptions>().LastOrDefault();
        return options?.PeakScheme is string name && PeakSchemes.Named(name) is PeakScheme scheme
            ? services
                .AddSingleton(new PeakBook(scheme, options.TimeZone ?? TimeZoneInfo.Local))
                .AddSink<PeaksSink>()
                .AddSingleton<IEndpoint, PeaksEndpoint>()
            : services;
    }
}
