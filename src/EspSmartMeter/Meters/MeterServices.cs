using EspSmartMeter.Files;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Meters;

internal static class MeterServices
{
    /// <summary>Adds the meters, with what the last run knew of them, and has that kept for the next.</summary>
    public static IServiceCollection AddMeters(this IServiceCollection services) => services
        .AddSingleton(Restored)
        .AddSingleton<ISourceReceiver>(provider => provider.GetRequiredService<MeterRegistry>())
        .AddHostedService<StateFile>();

    private static MeterRegistry Restored(IServiceProvider provider)
    {
        AppOptions options = provider.GetRequiredService<AppOptions>();
        MeterRegistry registry = new(options);
        registry.Restore(StateFile.Load(options, provider.GetRequiredService<StoredFiles>()), provider.GetRequiredService<SourceRegistry>().Sources);
        return registry;
    }
}
