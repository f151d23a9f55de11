using EspSmartMeter.About;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;

namespace EspSmartMeter.Commands;

internal static class BrokerServices
{
    private const int PlainPort = 1883, TlsPort = 8883;

    /// <summary>Adds the link to the broker of the options; who publishes starts it.</summary>
    public static IServiceCollection AddBroker(this IServiceCollection services, MqttOptions options) => services
        .AddSingleton(_ => LocatorOf(options, Environment.GetEnvironmentVariable("SUPERVISOR_TOKEN")))
        .AddSingleton(provider => new ManagedMqttClient(
            provider.GetRequiredService<IBrokerLocator>(),
            $"{Product.Name}-{Guid.NewGuid():N}"[..(Product.Name.Length + 7)],
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("mqtt")));

    /// <summary>The user's own broker before the Supervisor's.</summary>
    internal static IBrokerLocator LocatorOf(MqttOptions options, string? supervisorToken)
    {
        if (options.HasFault)
            return UnavailableBroker.Faulty;
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
            ? UnavailableBroker.Unset
            : new SupervisorBroker(new HttpClient { BaseAddress = SupervisorBroker.Address }, supervisorToken);
    }
}
