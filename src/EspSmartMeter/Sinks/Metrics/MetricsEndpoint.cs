using EspSmartMeter.Http;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>Serves metrics. It is asked for what is now, and so hears of nothing.</summary>
internal sealed class MetricsEndpoint(SourceRegistry sources, MeterRegistry meters, ManagedMqttClient mqtt, SinkFanout sinks, TimeProvider time) : IEndpoint
{
    public void Map(Routes routes) => routes.Read(
        "/metrics", context => Answer.Text(context, new MetricsText(sources, meters, mqtt, sinks.Figures).Write(time.GetUtcNow()), "version=0.0.4; "), opensWithToken: true);
}
