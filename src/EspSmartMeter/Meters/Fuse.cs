using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>What a connection can let through in an hour: the most a register can rise.</summary>
internal static class Fuse
{
    /// <summary>Some meters count up by the quarter of an hour at once.</summary>
    public static readonly TimeSpan ShortestCount = TimeSpan.FromMinutes(15);

    /// <summary>3 x 125 A x 230 V: larger than any house connection without a current transformer.</summary>
    private const decimal Kilowatts = 3 * 125 * 230 / 1000m;

    /// <summary>A gigawatt: what a meter says beyond is none of its power.</summary>
    private const decimal MostKilowatts = 1_000_000;

    /// <summary>A G25 gas meter; a house has a G4 or a G6 (6 or 10 m³/h), and 2.5 to 10 m³/h of water.</summary>
    private const decimal CubicMetres = 40;

    /// <summary>A district-heating connection of some 500 kW.</summary>
    private const decimal HeatKilowatts = 500, HeatGigajoules = 1.8m;
    private const byte HeatMedium = 6;

    /// <param name="measurement">A register.</param>
    /// <param name="largestPower">The largest power in W that the meter itself has measured.</param>
    /// <returns>In the register's unit.</returns>
    public static decimal AnHour(in Measurement measurement, decimal largestPower) => measurement.Unit switch
    {
        Unit.CubicMetre => CubicMetres,
        Unit.Gigajoule => HeatGigajoules,
        _ when Submeters.Owns(measurement.Code) || measurement.Code.A == HeatMedium => HeatKilowatts,
        // Behind a current transformer the meter's own power says so; power comes and goes between two telegrams, hence twice.
        _ => Math.Clamp(largestPower / 1000 * 2, Kilowatts, MostKilowatts),
    };
}
