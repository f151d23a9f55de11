using EspSmartMeter.LineSearch;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Esp;

internal static class DeviceServices
{
    /// <summary>Adds what talks to the ESPs behind the sources.</summary>
    public static IServiceCollection AddDevices(this IServiceCollection services, PublishOptions pace, LineSearchPace search) => services
        .AddSingleton<EspStatuses>()
        .AddHostedService(provider => new EspStatusService(
            provider.GetRequiredService<SourceRegistry>().Sources,
            provider.GetRequiredService<EspStatuses>(),
            pace,
            provider.GetRequiredService<TimeProvider>()))
        .AddHostedService(provider => new LineSearchService(
            provider.GetRequiredService<SourceRegistry>().Sources,
            search,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
}
