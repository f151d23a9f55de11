using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Json;

/// <summary>The name of a value for people, in English. A submeter's register is named after what the submeter measures.</summary>
internal static class QuantityNames
{
    /// <summary>The name; null for a code that the catalogue does not know.</summary>
    public static string? Of(in Measurement measurement, SubmeterKind submeter)
    {
        string? name = Catalogue.Find(measurement.Code, measurement.Unit)?.Name;
        return name is null || submeter == SubmeterKind.Unknown || !Submeters.IsRegister(measurement.Code)
            ? name
            : name.Replace("Submeter", Submeters.NameOf(submeter), StringComparison.Ordinal);
    }

    /// <summary>What the submeter on this code's channel measures, as the same telegram says.</summary>
    public static SubmeterKind SubmeterKindOf(Reading reading, ObisCode code)
    {
        if (!Submeters.Owns(code))
            return SubmeterKind.Unknown;
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            if (measurement.Code.B == code.B && Submeters.IsDeviceType(measurement.Code))
                return measurement.DeviceType;
        }
        return SubmeterKind.Unknown;
    }
}
