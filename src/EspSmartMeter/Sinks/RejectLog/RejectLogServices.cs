using EspSmartMeter.Http;

namespace EspSmartMeter.Sinks.RejectLog;

internal static class RejectLogServices
{
    /// <summary>Adds log.txt, written and served.</summary>
    public static IServiceCollection AddRejectLog(this IServiceCollection services) => services.AddSink<RejectLogSink>().AddSingleton<IEndpoint, RejectLogEndpoint>();
}
