using System.Diagnostics.CodeAnalysis;
using EspSmartMeter.Files;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks;

internal static class SinkServices
{
    /// <summary>Adds what feeds the sinks; each is added by its own.</summary>
    public static IServiceCollection AddSinkFanout(this IServiceCollection services) => services
        .AddSingleton(provider => new Notices(
            provider.GetRequiredService<AppOptions>(),
            provider.GetRequiredService<StoredFiles>(),
            provider.GetRequiredService<MeterRegistry>(),
            provider.GetRequiredService<SourceRegistry>().Sources))
        .AddSingleton<SinkFanout>()
        .AddHostedService(provider => provider.GetRequiredService<SinkFanout>());

    /// <summary>Adds a sink, which can also be asked for by its own type.</summary>
    public static IServiceCollection AddSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IServiceCollection services)
        where T : class, ISink => services.AddSingleton<T>().AddSingleton<ISink>(provider => provider.GetRequiredService<T>());
}
