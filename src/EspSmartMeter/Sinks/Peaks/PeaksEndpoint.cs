using EspSmartMeter.Http;
using EspSmartMeter.Json;

namespace EspSmartMeter.Sinks.Peaks;

/// <summary><c>api/peaks?meter=ID</c>: the scheme, and how a meter stands to it; <c>now</c> is null where nothing is known of it since the start.</summary>
internal sealed class PeaksEndpoint(PeakJson peaks, TimeProvider time) : IEndpoint
{
    public void Map(Routes routes) => routes.Read("/api/peaks", Show);

    private Task Show(HttpContext context) => Answer.Json(context, json =>
    {
        json.WriteStartObject();
        peaks.Write(json, context.Request.Query["meter"].ToString(), time.GetUtcNow());
        json.WriteEndObject();
    });
}
