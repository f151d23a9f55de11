using EspSmartMeter.Options;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>The factors that the option <c>scale</c> gives for one meter's values.</summary>
internal sealed class ScaleFactors(IEnumerable<ScaleOptions> scale, string meterId)
{
    private readonly ScaleOptions[] _scale = [.. scale.Where(option => option.Meter is null || MeterId.Means(option.Meter, meterId))];

    /// <summary>The factor of a value; null: there is none.</summary>
    public decimal? Of(in Measurement measurement)
    {
        if (measurement.Kind != ValueKind.Number)
            return null;
        foreach (ScaleOptions option in _scale)
        {
            if (option.Code == measurement.Code)
                return option.Factor;
        }
        return null;
    }

    /// <summary>The user who gives a factor tells the scale; the unit is then the quantity's own. What becomes too large to be measured is no value of it.</summary>
    public static Measurement Scaled(in Measurement sent, decimal factor) =>
        Math.Abs(sent.Number) <= ExactNumber.Largest / Math.Max(1, factor)
            ? sent with
            {
                Number = sent.Number * factor,
                Unit = sent.Unit == Unit.None ? Catalogue.Find(sent.Code)?.Unit ?? Unit.None : sent.Unit,
                ScaleKnown = true,
            }
            : sent with { Unit = Unit.None, ScaleKnown = false };
}
