using System.Globalization;
using System.Text;
using EspSmartMeter.About;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>metrics: the text format of Prometheus, version 0.0.4.</summary>
internal sealed class MetricsText(SourceRegistry sources, MeterRegistry meters, ManagedMqttClient mqtt, IReadOnlyList<SinkFigures> sinks)
{
    private readonly StringBuilder _text = new();

    public string Write(DateTimeOffset now)
    {
        Family("esp_smart_meter_info", "gauge", "The version.");
        Sample("esp_smart_meter_info", 1, ("version", Product.Version));
        Family("esp_smart_meter_mqtt_connected", "gauge", "1 while the broker is connected.");
        Sample("esp_smart_meter_mqtt_connected", mqtt.Link.Connected ? 1 : 0);
        Family("esp_smart_meter_sink_dropped_total", "counter", "News that were dropped for a sink that is slower than what comes.");
        foreach (SinkFigures sink in sinks)
            Sample("esp_smart_meter_sink_dropped_total", sink.Dropped, ("sink", sink.Name));
        WriteSources();
        Family("esp_smart_meter_meter_available", "gauge", "1 while the meter sends.");
        foreach (Meter meter in meters.Meters)
            Sample("esp_smart_meter_meter_available", meter.IsAvailable(now) ? 1 : 0, ("meter", meter.Id));
        WriteValues(now);
        return _text.ToString();
    }

    private void WriteSources()
    {
        (Source Source, SourceFigures Figures)[] all = [.. sources.Sources.Select(source => (source, source.Statistics.Figures))];
        Family("esp_smart_meter_source_connected", "gauge", "1 while the source's link is up.");
        foreach ((Source source, SourceFigures figures) in all)
            Sample("esp_smart_meter_source_connected", figures.Link is LinkState.Connected or LinkState.Silent ? 1 : 0, ("source", source.Name));
        Family("esp_smart_meter_source_bytes_total", "counter", "Bytes received.");
        foreach ((Source source, SourceFigures figures) in all)
            Sample("esp_smart_meter_source_bytes_total", figures.Bytes, ("source", source.Name));
        Family("esp_smart_meter_source_link_bytes_total", "counter", "Bytes of sound link traffic that carries no reading.");
        foreach ((Source source, SourceFigures figures) in all)
            Sample("esp_smart_meter_source_link_bytes_total", figures.LinkBytes, ("source", source.Name));
        Family("esp_smart_meter_source_telegrams_total", "counter", "Telegrams decoded.");
        foreach ((Source source, SourceFigures figures) in all)
            Sample("esp_smart_meter_source_telegrams_total", figures.Telegrams, ("source", source.Name));
        Family("esp_smart_meter_source_rejections_total", "counter", "Stretches of bytes that did not decode.");
        foreach ((Source source, SourceFigures figures) in all)
        {
            foreach (((RejectionLayer layer, RejectionReason reason), long count) in figures.Rejections)
                Sample("esp_smart_meter_source_rejections_total", count, ("source", source.Name), ("layer", layer.Name), ("reason", reason.Name()));
        }
    }

    /// <summary>One family for all values, told apart by labels: a code that no catalogue knows has its place too.</summary>
    private void WriteValues(DateTimeOffset now)
    {
        Family("esp_smart_meter_value", "gauge", "A value of a meter, in its unit.");
        foreach (Meter meter in meters.Meters)
        {
            foreach (MeterValue value in meter.State.Values)
            {
                if (value is not { Measurement.Kind: ValueKind.Number, IsPublishable: true } || value.IsStale(now))
                    continue;
                Sample(
                    "esp_smart_meter_value", value.Measurement.Number, ("meter", meter.Id), ("device", value.SubmeterId ?? ""),
                    ("obis", value.Code.ToString()), ("key", value.Key), ("unit", value.Measurement.Unit.Symbol() ?? ""));
            }
        }
    }

    private void Family(string name, string type, string help) =>
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private void Sample(string name, decimal value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (int i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        _text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escaped(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
