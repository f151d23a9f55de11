namespace SmartMeter.Decoding.Obis;

/// <summary>
/// A unit as meters send it, in terms of a canonical one: value in <see cref="Unit"/> = value on the wire x 10^<see cref="Exponent"/>.
/// </summary>
public readonly record struct WireUnit(Unit Unit, sbyte Exponent)
{
    public static readonly WireUnit None = new(Unit.None, 0);

    /// <summary>The unit enumeration of COSEM (IEC 62056-6-2, 4.3.2, "Register"); 255 and unlisted ones are <see cref="None"/>.</summary>
    public static WireUnit FromCosem(byte code) => code switch
    {
        4 => new(Unit.Day, 0),
        5 => new(Unit.Hour, 0),
        6 => new(Unit.Minute, 0),
        7 => new(Unit.Second, 0),
        8 => new(Unit.Degree, 0),
        9 => new(Unit.DegreeCelsius, 0),
        13 or 14 => new(Unit.CubicMetre, 0),
        15 or 16 => new(Unit.CubicMetrePerHour, 0),
        19 => new(Unit.CubicMetre, -3),
        20 => new(Unit.Kilogram, 0),
        24 => new(Unit.Bar, 0),
        25 => new(Unit.Gigajoule, -9),
        27 => new(Unit.Watt, 0),
        28 => new(Unit.VoltAmpere, 0),
        29 => new(Unit.Var, 0),
        30 => new(Unit.KilowattHour, -3),
        31 => new(Unit.KilovoltAmpereHour, -3),
        32 => new(Unit.KilovarHour, -3),
        33 => new(Unit.Ampere, 0),
        35 => new(Unit.Volt, 0),
        44 => new(Unit.Hertz, 0),
        56 => new(Unit.Percent, 0),
        70 => new(Unit.DecibelMilliwatt, 0),
        _ => None,
    };

    /// <summary>A unit written in a telegram or a list table (<c>kWh</c>, <c>kVAr</c>, <c>m3</c>, in any case). False when it is not known.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, out WireUnit unit)
    {
        Span<byte> lower = stackalloc byte[8];
        unit = None;
        if (ascii.Length is 0 or > 8)
            return false;
        for (int i = 0; i < ascii.Length; i++)
            lower[i] = ascii[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(ascii[i] | 0x20) : ascii[i];
        lower = lower[..ascii.Length];

        // Mega and milli differ in case alone: "MW" is a meter's, "mW" is nobody's.
        foreach ((byte[] Name, WireUnit Unit) known in Written)
        {
            if (lower.SequenceEqual(known.Name))
            {
                unit = known.Unit;
                return true;
            }
        }
        return false;
    }

    /// <summary>The names that <see cref="TryParse"/> knows, in lower case.</summary>
    public static IEnumerable<string> Names => Written.Select(known => System.Text.Encoding.UTF8.GetString(known.Name));

    private static readonly (byte[] Name, WireUnit Unit)[] Written =
    [
        ("kwh"u8.ToArray(), new(Unit.KilowattHour, 0)),
        ("kw"u8.ToArray(), new(Unit.Watt, 3)),
        ("v"u8.ToArray(), new(Unit.Volt, 0)),
        ("a"u8.ToArray(), new(Unit.Ampere, 0)),
        ("kvar"u8.ToArray(), new(Unit.Var, 3)),
        ("kvarh"u8.ToArray(), new(Unit.KilovarHour, 0)),
        ("m3"u8.ToArray(), new(Unit.CubicMetre, 0)),
        ("m³"u8.ToArray(), new(Unit.CubicMetre, 0)),
        ("s"u8.ToArray(), new(Unit.Second, 0)),
        ("w"u8.ToArray(), new(Unit.Watt, 0)),
        ("wh"u8.ToArray(), new(Unit.KilowattHour, -3)),
        ("mwh"u8.ToArray(), new(Unit.KilowattHour, 3)),
        ("mw"u8.ToArray(), new(Unit.Watt, 6)),
        ("var"u8.ToArray(), new(Unit.Var, 0)),
        ("varh"u8.ToArray(), new(Unit.KilovarHour, -3)),
        ("mvarh"u8.ToArray(), new(Unit.KilovarHour, 3)),
        ("va"u8.ToArray(), new(Unit.VoltAmpere, 0)),
        ("kva"u8.ToArray(), new(Unit.VoltAmpere, 3)),
        ("vah"u8.ToArray(), new(Unit.KilovoltAmpereHour, -3)),
        ("kvah"u8.ToArray(), new(Unit.KilovoltAmpereHour, 0)),
        ("mvah"u8.ToArray(), new(Unit.KilovoltAmpereHour, 3)),
        ("kv"u8.ToArray(), new(Unit.Volt, 3)),
        ("ka"u8.ToArray(), new(Unit.Ampere, 3)),
        ("ma"u8.ToArray(), new(Unit.Ampere, -3)),
        ("hz"u8.ToArray(), new(Unit.Hertz, 0)),
        ("khz"u8.ToArray(), new(Unit.Hertz, 3)),
        ("dm3"u8.ToArray(), new(Unit.CubicMetre, -3)),
        ("l"u8.ToArray(), new(Unit.CubicMetre, -3)),
        ("m3ph"u8.ToArray(), new(Unit.CubicMetrePerHour, 0)),
        ("m3/h"u8.ToArray(), new(Unit.CubicMetrePerHour, 0)),
        ("m³/h"u8.ToArray(), new(Unit.CubicMetrePerHour, 0)),
        ("gj"u8.ToArray(), new(Unit.Gigajoule, 0)),
        ("mj"u8.ToArray(), new(Unit.Gigajoule, -3)),
        ("c"u8.ToArray(), new(Unit.DegreeCelsius, 0)),
        ("°c"u8.ToArray(), new(Unit.DegreeCelsius, 0)),
        ("degc"u8.ToArray(), new(Unit.DegreeCelsius, 0)),
        ("deg"u8.ToArray(), new(Unit.Degree, 0)),
        ("°"u8.ToArray(), new(Unit.Degree, 0)),
        ("%"u8.ToArray(), new(Unit.Percent, 0)),
        ("min"u8.ToArray(), new(Unit.Minute, 0)),
        ("h"u8.ToArray(), new(Unit.Hour, 0)),
        ("d"u8.ToArray(), new(Unit.Day, 0)),
        ("bar"u8.ToArray(), new(Unit.Bar, 0)),
        ("kg"u8.ToArray(), new(Unit.Kilogram, 0)),
        ("dbm"u8.ToArray(), new(Unit.DecibelMilliwatt, 0)),
    ];
}
