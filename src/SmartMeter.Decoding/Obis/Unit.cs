namespace SmartMeter.Decoding.Obis;

/// <summary>The canonical units: each quantity has one, whatever unit the meter wrote.</summary>
public enum Unit : byte
{
    /// <summary>The value has no unit (a count, a factor, a text), or nothing tells it.</summary>
    None,
    Watt,
    KilowattHour,
    Var,
    KilovarHour,
    VoltAmpere,
    KilovoltAmpereHour,
    Volt,
    Ampere,
    Hertz,
    CubicMetre,
    CubicMetrePerHour,
    Gigajoule,
    DegreeCelsius,
    Degree,
    Percent,
    Second,
    Minute,
    Hour,
    Day,
    Bar,
    Kilogram,
    DecibelMilliwatt,
}

public static class UnitSymbols
{
    private static readonly string?[] Symbols =
    [
        null, "W", "kWh", "var", "kvarh", "VA", "kVAh", "V", "A", "Hz", "m³", "m³/h", "GJ", "°C", "°", "%", "s", "min", "h", "d", "bar", "kg", "dBm",
    ];

    /// <summary>The unit as written in data.json and for Home Assistant; null for <see cref="Unit.None"/>.</summary>
    public static string? Symbol(this Unit unit) => Symbols[(int)unit];

    /// <summary>The unit with that symbol; None and false when there is none.</summary>
    public static bool TryParse(string symbol, out Unit unit)
    {
        int index = Array.IndexOf(Symbols, symbol);
        unit = index > 0 ? (Unit)index : Unit.None;
        return index > 0;
    }
}
