using EspSmartMeter.About;
using EspSmartMeter.Esp;
using EspSmartMeter.Files;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant;

internal static class HomeAssistantServices
{
    private const int PlainPort = 1883, TlsPort = 8883;

    /// <summary>
    /// Adds what brings the meters to Home Assistant. Needs the meters, <see cref="StoredFiles"/>, the time and logging;
    /// <paramref name="sources"/> tells the sources of the options.
    /// </summary>
    public static IServiceCollection AddHomeAssistant(
        this IServiceCollection services, AppOptions options, Func<IServiceProvider, IReadOnlyList<Source>> sources) => services
        .AddSingleton(_ => LocatorOf(options.Mqtt, Environment.GetEnvironmentVariable("SUPERVISOR_TOKEN")))
        .AddSingleton(provider => new ManagedMqttClient(
            provider.GetRequiredService<IBrokerLocator>(),
            $"{Product.Name}-{Guid.NewGuid():N}"[..(Product.Name.Length + 7)],
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("mqtt")))
        .AddSingleton(provider => new HomeAssistantPublisher(
            options,
            sources(provider),
            provider.GetRequiredService<EspStatuses>(),
            new PublishedDevices(options.DataFolder, provider.GetRequiredService<StoredFiles>()),
            provider.GetRequiredService<StoredFiles>(),
            provider.GetRequiredService<ManagedMqttClient>().Publish,
            Random.Shared.NextDouble,
            provider.GetRequiredService<TimeProvider>().GetUtcNow()))
        .AddSingleton<HomeAssistantService>()
        .AddHostedService(provider => provider.GetRequiredService<HomeAssistantService>());

    /// <summary>The user's own broker before the Supervisor's.</summary>
    internal static IBrokerLocator LocatorOf(MqttOptions options, string? supervisorToken)
    {
        if (options.HasFault)
            return NoBroker.Faulty;
        if (options.Host is string host)
        {
            return new ConfiguredBroker(new Broker(host, options.Port ?? (options.Tls ? TlsPort : PlainPort))
            {
                Username = options.Username,
                Password = options.Password,
                Tls = options.Tls,
                CaFile = options.CaFile,
                ClientCertificateFile = options.ClientCertificateFile,
                ClientKeyFile = options.ClientKeyFile,
            });
        }
        return string.IsNullOrEmpty(supervisorToken)
            ? NoBroker.Unset
            : new SupervisorBroker(new HttpClient { BaseAddress = SupervisorBroker.Address }, supervisorToken);
    }
}
