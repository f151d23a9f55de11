using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>
/// The direction of a total power that a meter sends without one (OBIS 15.7.0: import plus export), by the powers of its phases in the same telegram. Lithuania's meters send
/// no other total.
/// </summary>
internal static class PhasePowers
{
    /// <summary>A phase is rounded to a watt, in each direction.</summary>
    private const decimal Rounding = 6;

    /// <summary>The total, positive from the grid, and the value that tells how large it is; null: there is none, or the phases do not add up to it.</summary>
    public static (decimal Watts, MeterValue Total)? Signed(IEnumerable<MeterValue> values)
    {
        MeterValue[] powers = [.. values.Where(IsActivePower)];
        if (Array.Find(powers, power => power.Quantity is { Phase: 0, Direction: Direction.Absolute }) is not MeterValue total)
            return null;
        decimal[] phases = [.. Enumerable.Range(1, 3).Select(phase => Net(powers, phase, total.Received)).OfType<decimal>()];
        decimal net = phases.Sum(), flowing = phases.Sum(Math.Abs);
        decimal size = total.Measurement.Number;
        if (phases.Length == 0)
            return null;
        if (Math.Abs(Math.Abs(net) - size) <= Rounding)
            return (net < 0 ? -size : size, total);
        // Others add up what flows in each phase, whichever way.
        return Math.Abs(flowing - size) <= Rounding ? (net, total) : null;
    }

    private static bool IsActivePower(MeterValue value) =>
        value is
        {
            SubmeterId: null,
            IsPublishable: true,
            Measurement: { Kind: ValueKind.Number, Unit: Unit.Watt },
            Quantity: { Kind: QuantityKind.Instant, Subject: Subject.ActivePower, Processing: Processing.None },
        };

    /// <summary>Of a phase, positive from the grid; null: one direction is missing.</summary>
    private static decimal? Net(MeterValue[] powers, int phase, DateTimeOffset received)
    {
        return Told(Direction.Net) ?? (Told(Direction.Import) - Told(Direction.Export));

        decimal? Told(Direction direction) =>
            Array.Find(powers, power => power.Received == received && power.Quantity!.Phase == phase && power.Quantity.Direction == direction)?.Measurement.Number;
    }
}
