using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>What an instant can be.</summary>
/// <param name="Usual">At a house's connection, from this on down to its negative, or to <paramref name="Least"/>.</param>
/// <param name="Most">Anywhere: beyond it is no value of such a quantity.</param>
/// <param name="Least">Null: as far below 0 as above.</param>
internal readonly record struct InstantRange(decimal Usual, decimal Most, decimal? Least = null)
{
    private const decimal Anything = decimal.MaxValue;

    /// <summary>What no CRC proves is not believed beyond so many times the usual, however often it comes.</summary>
    private const decimal Unproven = 10;

    public bool HasUnproven(decimal number) => Usual == Anything || Math.Abs(number) <= Usual * Unproven;

    public bool HasUsual(decimal number) => number >= (number == 0 ? 0 : Least ?? -Usual) && number <= Usual;

    public bool Has(decimal number) => Math.Abs(number) <= Most;

    /// <summary>The range of a quantity in this unit behind this fuse.</summary>
    public static InstantRange Of(in Measurement instant, Fuse fuse, DateTimeOffset now) => instant.Unit switch
    {
        Unit.Watt or Unit.Var or Unit.VoltAmpere => new(fuse.MostWatts(now), 1_000_000_000),
        Unit.Ampere => new(fuse.MostAmperes(now), 1_000_000),
        // Of a phase, 230 V and what grids allow around it; 0 where a phase is missing.
        Unit.Volt => new(300, 1_000_000, Least: 50),
        Unit.Hertz => new(70, 1000, Least: 40),
        Unit.Degree => new(360, 3600),
        Unit.CubicMetrePerHour => new(100, 1_000_000),
        Unit.DegreeCelsius => new(200, 1000),
        Unit.None when Catalogue.Find(instant.Code)?.Subject == Subject.PowerFactor => new(1, 100),
        _ => new(Anything, Anything),
    };
}
