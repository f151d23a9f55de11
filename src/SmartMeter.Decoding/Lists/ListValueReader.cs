using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Lists;

/// <summary>Reads values by what a list says of them.</summary>
internal sealed class ListValueReader(CosemValue values, TextPool texts)
{
    /// <summary>
    /// A value in the scale and unit of the list. Where it may have several scales, the only one that is plausible is believed, and else none.
    /// </summary>
    public Measurement Read(AxdrDocument document, AxdrNode node, ObisCode code, ListValue known)
    {
        if (known.Scales.Length == 0 || !node.IsNumber)
            return values.Unscaled(document, node, code);
        Measurement? only = null;
        foreach (ListScale scale in known.Scales)
        {
            Measurement measurement = values.Scaled(document, node, code, scale.Exponent, scale.Unit);
            if (known.Scales.Length == 1 || measurement.Number == 0)
                return measurement;
            if (!known.Window!.Holds(measurement.Number))
                continue;
            if (only is not null)
                return values.Unscaled(document, node, code);
            only = measurement;
        }
        return only ?? values.Unscaled(document, node, code);
    }

    /// <summary>The part of the value's text that names the meter.</summary>
    public string? MeterName(Measurement measurement, ListValue known)
    {
        if (!known.NamesTheMeter || measurement.Text is not { Length: > 0 } text)
            return null;
        return known.NameLength == 0 || known.NameLength >= text.Length ? text : texts.Of(text.AsSpan(text.Length - known.NameLength));
    }

    /// <summary>True where type, text and size of the value are as the list says.</summary>
    public bool Fits(AxdrDocument document, AxdrNode node, ListValue known) =>
        known.Type.Fits(document, node)
        && (known.Text is null || known.Text.Holds(values.Text(document, node)))
        && (known.Window is null || IsPlausible(document, node, known));

    private static bool IsPlausible(AxdrDocument document, AxdrNode node, ListValue known)
    {
        if (!document.TryNumber(node, out decimal number))
            return true;
        foreach (ListScale scale in known.Scales)
        {
            if (ExactNumber.TryScale(number, scale.Exponent + scale.Unit.Exponent, out decimal canonical) && known.Window!.Holds(canonical))
                return true;
        }
        return false;
    }
}
