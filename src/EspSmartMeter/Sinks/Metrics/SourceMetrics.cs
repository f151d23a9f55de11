using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>How the sources fare.</summary>
internal static class SourceMetrics
{
    private const string Rejections = "esp_smart_meter_source_rejections_total", LastTelegram = "esp_smart_meter_source_last_telegram_timestamp_seconds";

    private static readonly RejectionReason[] Reasons = Enum.GetValues<RejectionReason>();

    public static void Write(MetricsWriter writer, IEnumerable<Source> sources)
    {
        (string Name, SourceFigures Figures)[] all = [.. sources.Select(source => (source.Name, source.Statistics.Figures))];
        writer.Gauge("esp_smart_meter_source_connected", "1 while the source's link is up.");
        Each("esp_smart_meter_source_connected", figures => figures.Link is LinkState.Connected or LinkState.Silent ? 1 : 0);
        writer.Counter("esp_smart_meter_source_bytes_total", "Bytes received.");
        Each("esp_smart_meter_source_bytes_total", figures => figures.Bytes);
        writer.Counter("esp_smart_meter_source_link_bytes_total", "Bytes of sound link traffic that carries no reading.");
        Each("esp_smart_meter_source_link_bytes_total", figures => figures.LinkBytes);
        writer.Counter("esp_smart_meter_source_telegrams_total", "Telegrams decoded.");
        Each("esp_smart_meter_source_telegrams_total", figures => figures.Telegrams);
        writer.Gauge(LastTelegram, "When the last telegram came, in seconds since 1970.");
        foreach ((string name, SourceFigures figures) in all)
        {
            if (figures.LastTelegramAt is DateTimeOffset at)
                writer.Sample(LastTelegram, MetricsWriter.Seconds(at), ("source", name));
        }
        writer.Counter(Rejections, "Stretches of bytes that did not decode.");
        foreach ((string name, SourceFigures figures) in all)
            WriteRejections(writer, name, figures);

        void Each(string family, Func<SourceFigures, long> of)
        {
            foreach ((string name, SourceFigures figures) in all)
                writer.Sample(family, of(figures), ("source", name));
        }
    }

    /// <summary>Each reason from 0 on: the growth of a count is not seen that begins with its first.</summary>
    private static void WriteRejections(MetricsWriter writer, string source, SourceFigures figures)
    {
        foreach (RejectionReason reason in Reasons)
        {
            long count = figures.Rejections.Where(rejected => rejected.Key.Reason == reason).Sum(rejected => rejected.Value);
            writer.Sample(Rejections, count, ("source", source), ("reason", reason.Name()));
        }
    }
}
