using EspSmartMeter.Http;

namespace EspSmartMeter.Sinks.Metrics;

internal static class MetricsServices
{
    /// <summary>Adds metrics for Prometheus.</summary>
    public static IServiceCollection AddPrometheusMetrics(this IServiceCollection services) => services.AddSingleton<IEndpoint, MetricsEndpoint>();
}
