namespace SmartMeter.Decoding.Obis;

/// <summary>
/// Exact numbers: a <see cref="decimal"/> is an integer with a decimal scale inside, so moving the point loses nothing.
/// </summary>
public static class ExactNumber
{
    /// <summary>Beyond every integer of 64 bits and all that is measured, and far below what a decimal holds: sums of such numbers do not overflow.</summary>
    public const decimal Largest = 1_000_000_000_000_000_000_000_000m;

    private const int LargestScale = 28;

    /// <summary>
    /// The number <paramref name="mantissa"/> x 10^<paramref name="exponent"/>; false when a decimal cannot hold it exactly, or it is beyond
    /// <see cref="Largest"/>.
    /// </summary>
    public static bool TryScale(decimal mantissa, int exponent, out decimal number) =>
        TryMovePoint(mantissa, exponent, out number) && IsMeasurable(number);

    private static bool IsMeasurable(decimal number) => Math.Abs(number) <= Largest;

    private static bool TryMovePoint(decimal mantissa, int exponent, out decimal number)
    {
        number = mantissa;
        if (exponent == 0)
            return true;

        // A number written 0.244 carries scale 3: a unit of kilo moves the point back before anything is multiplied.
        int scale = mantissa.Scale - exponent;
        if (scale is >= 0 and <= LargestScale)
        {
            Span<int> bits = stackalloc int[4];
            _ = decimal.GetBits(mantissa, bits);
            number = new decimal(bits[0], bits[1], bits[2], bits[3] < 0, (byte)scale);
            return true;
        }
        return scale < 0 && TryMultiply(mantissa, -scale, out number);
    }

    // The digits as an integer, times the power of ten that is left when the point has gone.
    private static bool TryMultiply(decimal mantissa, int zeros, out decimal number)
    {
        number = 0;
        if (zeros > LargestScale)
            return false;
        decimal factor = 1;
        for (int i = 0; i < zeros; i++)
            factor *= 10;
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(mantissa, bits);
        decimal digits = new(bits[0], bits[1], bits[2], bits[3] < 0, 0);
        // decimal throws on overflow: asked beforehand, nothing has to be caught.
        if (Math.Abs(digits) > decimal.MaxValue / factor)
            return false;
        number = digits * factor;
        return true;
    }

    /// <summary>
    /// The shortest decimal that reads back as this float: what the meter's maker wrote, not its binary shadow.
    /// False for infinities, NaN and magnitudes beyond <see cref="Largest"/>.
    /// </summary>
    public static bool TryFromFloat(float value, out decimal number)
    {
        Span<byte> text = stackalloc byte[32];
        number = 0;
        return float.IsFinite(value)
            && value.TryFormat(text, out int written, "R", System.Globalization.CultureInfo.InvariantCulture)
            && decimal.TryParse(text[..written], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out number)
            && IsMeasurable(number);
    }

    /// <inheritdoc cref="TryFromFloat"/>
    public static bool TryFromDouble(double value, out decimal number)
    {
        Span<byte> text = stackalloc byte[40];
        number = 0;
        return double.IsFinite(value)
            && value.TryFormat(text, out int written, "R", System.Globalization.CultureInfo.InvariantCulture)
            && decimal.TryParse(text[..written], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out number)
            && IsMeasurable(number);
    }
}
