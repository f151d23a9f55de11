using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>Who the meters are, and whether they send.</summary>
internal static class MeterMetrics
{
    private const string Info = "esp_smart_meter_meter_info", LastTelegram = "esp_smart_meter_meter_last_telegram_timestamp_seconds";

    public static void Write(MetricsWriter writer, IReadOnlyList<Meter> meters, DateTimeOffset now)
    {
        writer.Gauge(Info, "Who a meter is, and its submeters (with device).");
        foreach (Meter meter in meters)
            WriteInfo(writer, meter, meter.State);
        writer.Gauge("esp_smart_meter_meter_available", "1 while the meter sends.");
        foreach (Meter meter in meters)
            writer.Sample("esp_smart_meter_meter_available", meter.IsAvailable(now) ? 1 : 0, ("meter", meter.Id));
        writer.Gauge(LastTelegram, "When the meter's last telegram came, in seconds since 1970.");
        foreach (Meter meter in meters)
        {
            if (meter.State.Received is DateTimeOffset received)
                writer.Sample(LastTelegram, MetricsWriter.Seconds(received), ("meter", meter.Id), ("source", meter.Source.Name));
        }
    }

    private static void WriteInfo(MetricsWriter writer, Meter meter, MeterState state)
    {
        writer.Sample(
            Info, 1, ("meter", meter.Id), ("source", meter.Source.Name), ("measures", NameOf(state.Medium)), ("manufacturer", state.Maker), ("model", state.Model),
            ("serial_number", state.SerialNumber));
        foreach (Submeter submeter in state.Submeters)
        {
            writer.Sample(
                Info, 1, ("meter", meter.Id), ("device", submeter.Id), ("source", meter.Source.Name), ("measures", ValueFamilies.NameOf(submeter.Kind)),
                ("serial_number", submeter.DeviceId));
        }
    }

    private static string NameOf(Medium medium) => medium switch
    {
        Medium.HeatCost => "heat_cost",
        Medium.Cooling => "cooling",
        Medium.Heat => "heat",
        Medium.Gas => "gas",
        Medium.Water => "water",
        Medium.HotWater => "hot_water",
        _ => "electricity",
    };
}
