using EspSmartMeter.About;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>All that metrics tells, at one moment.</summary>
internal sealed class MetricsText(SourceRegistry sources, MeterRegistry meters, ManagedMqttClient mqtt, IReadOnlyList<SinkFigures> sinks)
{
    public string Write(DateTimeOffset now)
    {
        MetricsWriter writer = new();
        writer.Gauge("esp_smart_meter_build_info", "The version of the app.");
        writer.Sample("esp_smart_meter_build_info", 1, ("version", Product.Version));
        writer.Single("esp_smart_meter_mqtt_connected", "1 while the broker is connected.", mqtt.Link.Connected ? 1 : 0);
        writer.Counter("esp_smart_meter_sink_dropped_total", "News that were dropped for a sink that is slower than what comes.");
        foreach (SinkFigures sink in sinks)
            writer.Sample("esp_smart_meter_sink_dropped_total", sink.Dropped, ("sink", sink.Name));
        SourceMetrics.Write(writer, sources.Sources);
        MeterMetrics.Write(writer, meters.Meters, now);
        ValueMetrics.Write(writer, meters.Meters, now);
        ProcessMetrics.Write(writer);
        return writer.ToString();
    }
}
