using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>What an entity shows of a table of past months: an entity has one value, and data.json has them all.</summary>
internal static class NewestRow
{
    /// <summary>The value with the row whose moment is the last one; of rows without a moment (a new meter's first month is one) the last, where there are no others.</summary>
    public static MeterValue Of(MeterValue value)
    {
        if (value.Also.Count == 0 || value.Quantity?.Processing is not Processing.PeakHistory)
            return value;
        Measurement newest = value.Measurement;
        foreach (Measurement row in value.Also)
        {
            if (newest.TakenAt is not MeterTime latest || (row.TakenAt is MeterTime at && at.Local >= latest.Local))
                newest = row;
        }
        return value with { Measurement = newest };
    }
}
