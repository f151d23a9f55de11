namespace EspSmartMeter.Sinks.HomeWizard;

internal static class HomeWizardServices
{
    /// <summary>Adds HomeWizard's local API, on a port of its own where the options name one.</summary>
    public static IServiceCollection AddHomeWizard(this IServiceCollection services) => services
        .AddSingleton<HomeWizardApi>()
        .AddSingleton<HomeWizardDoor>()
        .AddHostedService(provider => provider.GetRequiredService<HomeWizardDoor>());
}
