using EspSmartMeter.Esp;
using EspSmartMeter.Esp.Updates;
using EspSmartMeter.Files;
using EspSmartMeter.Http;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant;

internal static class HomeAssistantServices
{
    /// <summary>Adds what brings the meters to Home Assistant, over the link to the broker.</summary>
    public static IServiceCollection AddHomeAssistant(this IServiceCollection services) => services
        .AddSingleton<PageLink>()
        .AddSingleton<ForgetRequests>()
        .AddSingleton<IEndpoint, ForgetEndpoint>()
        .AddSingleton<EnergyDashboard>()
        .AddSingleton<IEndpoint>(provider => provider.GetRequiredService<EnergyDashboard>())
        .AddSingleton(provider => new HomeAssistantPublisher(
            provider.GetRequiredService<AppOptions>(),
            provider.GetRequiredService<SourceRegistry>().Sources,
            provider.GetRequiredService<EspStatuses>(),
            provider.GetRequiredService<EspUpdates>(),
            provider.GetRequiredService<Notices>(),
            new PublishedDevices(provider.GetRequiredService<AppOptions>().DataFolder, provider.GetRequiredService<StoredFiles>()),
            provider.GetRequiredService<ForgetRequests>(),
            provider.GetRequiredService<EnergyDashboard>(),
            provider.GetRequiredService<MeterRegistry>(),
            provider.GetRequiredService<PageLink>(),
            provider.GetRequiredService<ManagedMqttClient>().Publish,
            provider.GetRequiredService<ManagedMqttClient>().Subscribe,
            Random.Shared.NextDouble,
            provider.GetRequiredService<TimeProvider>().GetUtcNow(),
            provider.GetService<PeakBook>()))
        .AddSink<HomeAssistantSink>();
}
