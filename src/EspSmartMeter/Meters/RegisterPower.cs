using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>Which power fills which register.</summary>
internal static class RegisterPower
{
    /// <summary>A slower power says little about what flowed in between.</summary>
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);

    /// <summary>True for a register of active energy that one direction fills, of all phases: the total, or a tariff.</summary>
    public static bool Fills(MeterValue value) =>
        value is { SubmeterId: null, IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.KilowattHour } }
        && value.Quantity is { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Phase: 0, Direction: Direction.Import or Direction.Export };

    /// <summary>
    /// The power that the newest telegram tells of a register, in watts, and how often it comes, zero until that is known; null: it tells none, or not often.
    /// A tariff's is known only where the tariff comes in the same telegram.
    /// </summary>
    public static (decimal Watts, TimeSpan Interval)? Of(Quantity register, IReadOnlyList<MeterValue> newest)
    {
        if (Told(register.Direction, newest) is not (decimal watts, TimeSpan interval) || interval > Often)
            return null;
        if (register.Tariff == 0)
            return (watts, interval);
        return Tariff(newest) is int tariff ? (tariff == register.Tariff ? watts : 0, interval) : null;
    }

    private static (decimal Watts, TimeSpan Interval)? Told(Direction direction, IReadOnlyList<MeterValue> newest)
    {
        Direction opposite = direction == Direction.Import ? Direction.Export : Direction.Import;
        if (Power(direction, newest) is MeterValue own)
            return Known(own, Math.Max(0, own.Measurement.Number));
        // Energy flows one way: where the other is above zero, this one is zero.
        if (Power(opposite, newest) is { Measurement.Number: > 0 } other)
            return Known(other, 0);
        if (Power(Direction.Net, newest) is MeterValue net)
            return Known(net, Math.Max(0, direction == Direction.Import ? net.Measurement.Number : -net.Measurement.Number));
        return null;
    }

    private static (decimal Watts, TimeSpan Interval) Known(MeterValue power, decimal watts) => (watts, power.Interval ?? TimeSpan.Zero);

    private static MeterValue? Power(Direction direction, IReadOnlyList<MeterValue> newest) => newest.FirstOrDefault(value =>
        value is { SubmeterId: null, IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.Watt } }
        && value.Quantity is { Kind: QuantityKind.Instant, Subject: Subject.ActivePower, Processing: Processing.None, Phase: 0 } quantity
        && quantity.Direction == direction);

    private static int? Tariff(IReadOnlyList<MeterValue> newest) =>
        newest.FirstOrDefault(value => value is { SubmeterId: null, Quantity.Subject: Subject.ActiveTariff }) is not MeterValue active ? null
        : active.Measurement.Kind == ValueKind.Number ? (int)Math.Clamp(active.Measurement.Number, 0, byte.MaxValue)
        : int.TryParse(active.Measurement.Text, out int tariff) ? tariff
        : null;
}
