using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.History;

/// <summary>What the two energy registers of a meter show at a moment, as they go on as sums, in kWh.</summary>
/// <param name="At">When they showed it.</param>
/// <param name="Import">Null: it has none that is known.</param>
/// <param name="Export">Null: it has none that is known.</param>
internal sealed record EnergySample(DateTimeOffset At, decimal? Import, decimal? Export)
{
    /// <summary>What a telegram tells; null where it tells of no energy. A register that comes rarely and is not carried forward is as old as its reading.</summary>
    /// <param name="state">The meter with the telegram.</param>
    /// <param name="interval">How often such a sample comes; zero until that is known.</param>
    public static EnergySample? Of(MeterState state, out TimeSpan interval)
    {
        interval = TimeSpan.Zero;
        if (state.Received is not DateTimeOffset received)
            return null;
        MeterValue? import = TotalOf(state, Direction.Import), export = TotalOf(state, Direction.Export);
        if ((import ?? export) is not MeterValue leading)
            return null;
        bool carried = leading.Live?.IsCarried == true;
        interval = (carried ? state.Interval : leading.Interval) ?? TimeSpan.Zero;
        return new EnergySample(carried ? received : leading.Received, Shown(import, received), Shown(export, received));
    }

    private static decimal? Shown(MeterValue? register, DateTimeOffset at) => register is null ? null : register.Live?.At(at)?.Number ?? register.Sum;

    private static MeterValue? TotalOf(MeterState state, Direction direction) =>
        TotalAmong(state.Values, direction) ?? TotalAmong(state.Totals, direction);

    // Asked with each telegram: without an allocation.
    private static MeterValue? TotalAmong(IReadOnlyList<MeterValue> values, Direction direction)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (RegisterPower.Fills(values[i]) && values[i].Quantity is { Tariff: 0, Processing: Processing.None } total && total.Direction == direction)
                return values[i];
        }
        return null;
    }
}
