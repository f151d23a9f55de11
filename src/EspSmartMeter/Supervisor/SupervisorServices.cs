using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Supervisor;

internal static class SupervisorServices
{
    /// <summary>Adds what the Supervisor knows of this app.</summary>
    public static IServiceCollection AddOwnApp(this IServiceCollection services) =>
        services.AddSingleton(_ => new OwnApp(new HttpClient { BaseAddress = SupervisorBroker.Address }, Environment.GetEnvironmentVariable("SUPERVISOR_TOKEN")));
}
