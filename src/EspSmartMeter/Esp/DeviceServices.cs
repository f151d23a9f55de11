using EspSmartMeter.Esp.Updates;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Esp;

internal static class DeviceServices
{
    /// <summary>Adds what talks to the ESPs behind the sources.</summary>
    public static IServiceCollection AddDevices(this IServiceCollection services, PublishOptions pace, LineSearchPace search, UpdatePace update) => services
        .AddSingleton<EspStatuses>()
        .AddSingleton(provider => new EspUpdates(
            EspUpdates.BundleIn(provider.GetRequiredService<AppOptions>().FirmwareFolder, provider.GetRequiredService<ILogger<EspUpdates>>()),
            provider.GetRequiredService<EspStatuses>(),
            update,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EspUpdates>>()))
        .AddHostedService(provider => provider.GetRequiredService<EspUpdates>())
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
