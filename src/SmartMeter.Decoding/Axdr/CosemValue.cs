using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Axdr;

/// <summary>Turns a COSEM value into a measurement, by what its code means and the scale and unit that stand beside it.</summary>
internal sealed class CosemValue(TextPool texts, MeterClock clock)
{
    /// <summary>The maker's meters keep standard time all year and say nothing of it (deviation 8000, or 0).</summary>
    public bool StandardTimeAllYear { get; set; }

    /// <summary>A value whose scale and unit are known, from the payload or a list.</summary>
    public Measurement Scaled(AxdrDocument document, AxdrNode node, ObisCode code, int exponent, WireUnit unit)
    {
        if (!node.IsNumber || !document.TryNumber(node, out decimal number))
            return Unscaled(document, node, code);
        return ExactNumber.TryScale(number, exponent + unit.Exponent, out decimal canonical)
            ? Measurement.OfNumber(code, canonical, unit.Unit)
            : Measurement.OfNumber(code, number, Unit.None, scaleKnown: false);
    }

    /// <summary>A value that stands alone: texts and stamps need no scale, and neither do counts; what is measured does.</summary>
    public Measurement Unscaled(AxdrDocument document, AxdrNode node, ObisCode code)
    {
        if (node.Tag is AxdrTag.NullData or AxdrTag.DontCare || node.IsContainer)
            return Measurement.OfNull(code);
        if (document.TryNumber(node, out decimal number))
            return Measurement.OfNumber(code, number, Unit.None, scaleKnown: Catalogue.NeedsNoScale(code));
        // A float that is no number, or larger than anything measured.
        if (node.IsNumber)
            return Measurement.OfNull(code);
        return TryTime(document, node, code, out MeterTime time) ? Measurement.OfTime(code, time) : Measurement.OfText(code, Text(document, node));
    }

    /// <summary>The stamp of a notification's head or of a clock.</summary>
    public bool TryTime(ReadOnlySpan<byte> octets, out MeterTime time)
    {
        bool read = CosemDateTime.TryRead(octets, out CosemDateTime moment);
        time = read ? moment.ToMeterTime(clock, StandardTimeAllYear) : default;
        return read;
    }

    /// <summary>A string's characters without the NUL and space that pad it; octets that are no characters as hex.</summary>
    public string Text(AxdrDocument document, AxdrNode node)
    {
        ReadOnlySpan<byte> octets = document.Contents(node);
        if (node.Tag == AxdrTag.Utf8String)
            return texts.Utf8(octets.Trim("\0 "u8));
        ReadOnlySpan<byte> trimmed = octets.Trim("\0 "u8);
        return node.IsText && IsPrintable(trimmed) ? texts.Latin1(trimmed) : texts.Hex(octets);
    }

    private bool TryTime(AxdrDocument document, AxdrNode node, ObisCode code, out MeterTime time)
    {
        time = default;
        bool clockCode = Catalogue.Find(code)?.Kind == QuantityKind.Clock;
        return (node.Tag == AxdrTag.DateTime || (clockCode && node is { Tag: AxdrTag.OctetString, Length: CosemDateTime.Octets }))
            && TryTime(document.Contents(node), out time);
    }

    private static bool IsPrintable(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
}
