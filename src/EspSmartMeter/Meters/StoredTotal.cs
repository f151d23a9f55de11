using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>A total of a meter's tariffs, as state.json keeps it.</summary>
/// <param name="Code">The total.</param>
/// <param name="Tariffs">The registers that are in it.</param>
/// <param name="Number">Their sum as the meter has them, in kWh.</param>
/// <param name="Sum">What was published.</param>
/// <param name="Offset">What is added to their sum beside their own offsets.</param>
/// <param name="Since">When that was decided last; null: never.</param>
/// <param name="Received">When the telegram came.</param>
/// <param name="Interval">How often they come; null: not known.</param>
internal sealed record StoredTotal(
    string Code, IReadOnlyList<string> Tariffs, decimal Number, decimal Sum, decimal Offset, DateTimeOffset? Since, DateTimeOffset Received, TimeSpan? Interval)
{
    public static StoredTotal Of(MeterValue value, IReadOnlySet<ObisCode> tariffs, decimal offset, DateTimeOffset? since) =>
        new(value.Code.ToString(), [.. tariffs.Select(code => code.ToString())], value.Measurement.Number, value.Sum, offset, since, value.Received, value.Interval);

    public string? Fault() =>
        !ObisCode.TryParse(Code, out _) ? "code is none"
        : Tariffs?.All(code => code is not null && ObisCode.TryParse(code, out _)) != true ? "tariffs are no codes"
        : Interval < TimeSpan.Zero ? "interval is negative"
        : null;

    public IReadOnlySet<ObisCode> Codes() => Tariffs.Select(ObisCode.Parse).ToHashSet();

    public MeterValue ToValue(ObisCode code, Quantity made) => new()
    {
        Measurement = Measurement.OfNumber(code, Number, Unit.KilowattHour),
        Received = Received,
        Interval = Interval,
        Offset = Sum - Number,
        OffsetSince = Since,
        Made = made,
    };
}
