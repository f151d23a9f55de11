namespace EspSmartMeter.Sources;

internal static class SourceServices
{
    /// <summary>Adds the sources of the options, and has them read.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services) => services.AddSingleton<SourceRegistry>().AddHostedService<SourceService>();
}
