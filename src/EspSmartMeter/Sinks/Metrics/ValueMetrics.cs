using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>The meters' values, a family a unit. Where nothing tells what a code means, its value is in a family for all such.</summary>
internal static class ValueMetrics
{
    private const string Rest = "esp_smart_meter_value";

    private readonly record struct Held(Meter Meter, string Source, MeterValue Value);

    public static void Write(MetricsWriter writer, IReadOnlyList<Meter> meters, DateTimeOffset now)
    {
        ILookup<ValueFamily?, Held> byFamily = meters
            .SelectMany(meter => meter.State.Values.Where(value => IsTold(value, now)).Select(value => new Held(meter, meter.Source.Name, value)))
            .ToLookup(held => ValueFamilies.Of(held.Value));
        foreach (ValueFamily family in ValueFamilies.All.Where(byFamily.Contains))
            Write(writer, family, byFamily[family]);
        writer.Gauge(Rest, "A value in its unit, of a code that is in no other family.");
        foreach ((Meter meter, string source, MeterValue value) in byFamily[null])
        {
            writer.Sample(
                Rest, value.Measurement.Number, ("meter", meter.Id), ("device", value.SubmeterId), ("source", source), ("obis", value.Code.ToString()),
                ("key", value.Key), ("unit", value.Measurement.Unit.Symbol()));
        }
    }

    private static bool IsTold(MeterValue value, DateTimeOffset now) =>
        value is { Measurement.Kind: ValueKind.Number, IsPublishable: true } && !value.IsStale(now);

    private static void Write(MetricsWriter writer, ValueFamily family, IEnumerable<Held> values)
    {
        if (family.IsCounter)
            writer.Counter(family.Name, family.Help);
        else
            writer.Gauge(family.Name, family.Help);
        foreach ((Meter meter, string source, MeterValue value) in values)
        {
            Quantity quantity = value.Quantity!;
            writer.Sample(
                family.Name, value.Measurement.Number * ValueFamilies.FactorOf(value.Measurement.Unit), ("meter", meter.Id), ("device", value.SubmeterId), ("source", source),
                ("obis", value.Code.ToString()), ("quantity", ValueFamilies.QuantityOf(value, quantity, family)), ("phase", quantity.Phase > 0 ? $"l{quantity.Phase}" : null),
                ("tariff", quantity.Tariff > 0 ? $"{quantity.Tariff}" : null));
        }
    }
}
