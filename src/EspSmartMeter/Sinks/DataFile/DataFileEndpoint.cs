using EspSmartMeter.Http;
using EspSmartMeter.Json;
using EspSmartMeter.Meters;

namespace EspSmartMeter.Sinks.DataFile;

/// <summary>Serves data.json, as the meters stand at the moment.</summary>
internal sealed class DataFileEndpoint(MeterRegistry meters, TimeProvider time) : IEndpoint
{
    public void Map(Routes routes) => routes.Read(
        "/" + DataFileSink.FileName, context => Answer.Json(context, json => MetersJson.Write(json, meters.Meters, time.GetUtcNow())), opensWithToken: true);
}
