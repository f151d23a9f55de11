using EspSmartMeter.Http;

namespace EspSmartMeter.Sinks.History;

internal static class HistoryServices
{
    /// <summary>Adds the history of each meter, kept and served.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services) => services
        .AddSingleton<MeterHistories>()
        .AddSink<HistorySink>()
        .AddSingleton<IEndpoint, HistoryEndpoint>();
}
