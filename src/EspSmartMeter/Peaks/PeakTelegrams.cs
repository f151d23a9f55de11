using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Live;
using EspSmartMeter.Timing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Peaks;

/// <summary>Reads what the telegrams of one meter tell of the power taken from the grid. One thread at a time.</summary>
/// <param name="windowMinutes">Of the windows that its registers are to close.</param>
internal sealed class PeakTelegrams(int windowMinutes)
{
    /// <summary>Thousandths of a watt, and of a watt-hour in a kilowatt-hour.</summary>
    private const int Milli = 1000, MilliwattHours = 1_000_000;

    /// <summary>In watts and kWh; no house has more.</summary>
    private const decimal MostWatts = 10_000_000, MostKilowattHours = 1_000_000_000;

    private static readonly ObisCode Demand = ObisCode.Parse("1-0:1.4.0"), Peak = ObisCode.Parse("1-0:1.6.0");

    private static readonly Quantity Import = TariffTotals.Quantities.First(total => total.Direction == Direction.Import);

    /// <summary>A register's step is at most this off in the mean of a window: 4 W of a quarter in Wh, 10 W of an hour in steps of 10 Wh.</summary>
    private readonly int _enough = windowMinutes < 60 ? 3 : 2;

    /// <summary>The most decimals that its register was told with; 1.230 may come as 1.23.</summary>
    private int _decimals;

    /// <summary>What the newest telegram tells; null: none has come since the start.</summary>
    public PeakSample? Of(MeterState state)
    {
        if (state.Received is not DateTimeOffset at)
            return null;
        MeterValue[] newest = [.. state.Values.Where(value => value.Received == at)];
        (decimal Watts, TimeSpan Interval)? power = RegisterPower.Of(Import, newest);
        MeterValue? register = Register(newest.Concat(state.Totals.Where(total => total.Received == at)));
        MeterValue? peak = Watts(newest, Peak);
        return new PeakSample(at.ToUnixTimeMilliseconds())
        {
            Milliwatts = power is null ? null : InMilliwatts(power.Value.Watts),
            Longest = power is null ? 0 : (long)Freshness.OfValue(power.Value.Interval).TotalMilliseconds,
            MilliwattHours = register is null ? null : (long)(decimal.Clamp(register.Sum, 0, MostKilowattHours) * MilliwattHours),
            RegisterAt = register is null ? 0
                : RegisterStamp.Of(register.Measurement.TakenAt ?? state.Timestamp, at, register.Interval).ToUnixTimeMilliseconds(),
            OwnDemand = Watts(newest, Demand) is MeterValue demand ? InMilliwatts(demand.Measurement.Number) : null,
            OwnPeak = peak is null ? null : InMilliwatts(peak.Measurement.Number),
            OwnPeakAt = peak?.Measurement.TakenAt?.Instant?.ToUnixTimeMilliseconds(),
        };
    }

    private MeterValue? Register(IEnumerable<MeterValue> newest)
    {
        MeterValue? total = newest.FirstOrDefault(value =>
            RegisterPower.Fills(value) && value.Quantity is { Tariff: 0, Processing: Processing.None, Direction: Direction.Import });
        if (total is null)
            return null;
        _decimals = Math.Max(_decimals, total.Measurement.Number.Scale);
        return _decimals >= _enough ? total : null;
    }

    private static MeterValue? Watts(MeterValue[] newest, ObisCode code) => Array.Find(newest, value =>
        value is { SubmeterId: null, IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.Watt } } && value.Code == code);

    private static long InMilliwatts(decimal watts) => (long)(decimal.Clamp(watts, 0, MostWatts) * Milli);
}
