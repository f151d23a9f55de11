using EspSmartMeter.Options;

namespace EspSmartMeter.Esp.Updates;

internal static class UpdateServices
{
    /// <summary>Adds what brings new firmware to the ESPs.</summary>
    public static IServiceCollection AddDeviceUpdates(this IServiceCollection services, UpdatePace pace) => services
        .AddSingleton(provider => new EspUpdates(
            EspUpdates.BundleIn(provider.GetRequiredService<AppOptions>().Firmware, provider.GetRequiredService<ILogger<EspUpdates>>()),
            provider.GetRequiredService<EspStatuses>(),
            pace,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EspUpdates>>()))
        .AddHostedService(provider => provider.GetRequiredService<EspUpdates>());
}
