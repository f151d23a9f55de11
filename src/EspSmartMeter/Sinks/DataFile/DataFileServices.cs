using EspSmartMeter.Http;

namespace EspSmartMeter.Sinks.DataFile;

internal static class DataFileServices
{
    /// <summary>Adds data.json, written and served.</summary>
    public static IServiceCollection AddDataFile(this IServiceCollection services) => services.AddSink<DataFileSink>().AddSingleton<IEndpoint, DataFileEndpoint>();
}
