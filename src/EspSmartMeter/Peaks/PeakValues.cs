using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Peaks;

/// <summary>How a meter stands to its scheme, as values beside those that it sends.</summary>
internal static class PeakValues
{
    private static readonly Quantity
        Window = Running("peak_window", "Peak tariff, running window"),
        Forecast = Running("peak_forecast", "Peak tariff, forecast of the window"),
        Free = Running("peak_free", "Peak tariff, power still free"),
        Month = new("peak_month", "Peak tariff, month so far", Unit.Watt, QuantityKind.Peak)
        {
            Subject = Subject.ActivePower,
            Direction = Direction.Import,
            Processing = Processing.Peak,
        };

    /// <summary>The window is about to raise the bill, and why.</summary>
    private static readonly Quantity Warning = new("peak_warning", "Peak tariff, warning", Unit.None, QuantityKind.Instant);

    /// <summary>Nobody sends these codes: quantity 201 is none of the standard's.</summary>
    private static readonly ObisCode
        WindowCode = new(1, 0, 201, 4, 0), ForecastCode = new(1, 0, 201, 4, 1), FreeCode = new(1, 0, 201, 4, 2), MonthCode = new(1, 0, 201, 6, 0), WarningCode = new(1, 0, 201, 4, 3);

    /// <summary>What they mean; the catalogue does not name them.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } = [Window, Forecast, Month, Free, Warning];

    /// <summary>The mean of the running window so far.</summary>
    public static bool IsWindow(Quantity quantity) => quantity == Window;

    /// <summary>The warning: its value is the reason in words, empty where nothing is warned of.</summary>
    public static bool IsWarning(Quantity? quantity) => quantity == Warning;

    /// <summary>The values; none where no telegram came since the start.</summary>
    /// <param name="status">How it stands.</param>
    /// <param name="reason">Why it warns; null: it does not.</param>
    /// <param name="state">The meter.</param>
    public static IReadOnlyList<MeterValue> Of(PeakStatus status, string? reason, MeterState state)
    {
        return state.Received is not DateTimeOffset received ? [] :
        [
            Value(Window, WindowCode, status.Mean),
            Value(Forecast, ForecastCode, status.Forecast),
            Value(Month, MonthCode, status.OfMonth),
            Value(Free, FreeCode, status.Free),
            Made(Warning, Measurement.OfText(WarningCode, reason ?? "")),
        ];

        MeterValue Value(Quantity quantity, ObisCode code, long? milliwatts) =>
            Made(quantity, milliwatts is long known ? Measurement.OfNumber(code, Math.Round(known / 1000m), Unit.Watt) : Measurement.OfNull(code));

        MeterValue Made(Quantity quantity, Measurement measurement) => new()
        {
            Made = quantity,
            Measurement = measurement,
            Received = received,
            Interval = state.Interval,
        };
    }

    // As a demand it is told with the registers: a mean moves too slowly to be told each few seconds.
    private static Quantity Running(string key, string name) => new(key, name, Unit.Watt, QuantityKind.Instant)
    {
        Subject = Subject.ActivePower,
        Direction = Direction.Import,
        Processing = Processing.Demand,
    };
}
