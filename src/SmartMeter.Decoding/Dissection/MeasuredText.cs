using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Dissection;

/// <summary>Codes and values in words.</summary>
internal static class MeasuredText
{
    /// <summary>The code and what it means.</summary>
    public static string Of(ObisCode code) => Catalogue.Find(code) is Quantity quantity ? $"{code} {quantity.Name}" : $"{code}";

    /// <summary>The value with its unit, as it comes out.</summary>
    public static string Of(in Measurement value) => value.Kind switch
    {
        ValueKind.Number when !value.ScaleKnown => string.Create(CultureInfo.InvariantCulture, $"{value.Number}, of a scale that is not known"),
        ValueKind.Number => string.Create(CultureInfo.InvariantCulture, $"{value.Number} {value.Unit.Symbol()}").TrimEnd(),
        ValueKind.Text => value.Text ?? "",
        ValueKind.Time => value.Time.ToString(),
        _ => "none",
    };
}
